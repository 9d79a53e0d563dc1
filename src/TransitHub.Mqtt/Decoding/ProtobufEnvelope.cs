using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>What every protobuf payload has in common: an <c>ObservationBatch</c> with the entries of one kind in one field.</summary>
internal static class ProtobufEnvelope
{
    /// <summary>Decodes one entry into the output; false when its bytes are no such message.</summary>
    public delegate bool EntryDecoder(ReadOnlySpan<byte> bytes, ref DecodeOutput output);

    /// <summary>Decodes each entry of a batch.</summary>
    /// <param name="payload">The batch.</param>
    /// <param name="entryField">The field of the entries in <c>ObservationBatch</c>.</param>
    /// <param name="entryName">Its name.</param>
    /// <param name="decode">Decodes an entry.</param>
    /// <param name="broken">Says of the entry with a number from 1 that its bytes are no such message.</param>
    /// <param name="output">Takes what was found.</param>
    public static void Decode(
        ReadOnlySpan<byte> payload, uint entryField, string entryName, EntryDecoder decode, Func<int, string> broken, ref DecodeOutput output)
    {
        ProtobufReader batch = new(payload);
        int entries = 0;
        while (batch.TryReadTag(out uint field, out ProtobufReader.Wire wire))
        {
            if (field != entryField || wire != ProtobufReader.Wire.Bytes)
            {
                batch.Skip(field, wire);
                continue;
            }

            entries++;
            ReadOnlySpan<byte> bytes = batch.ReadBytes();
            if (!batch.Failed && !output.RefuseIfFull() && !decode(bytes, ref output))
            {
                output.RefuseAll(RejectionReason.MalformedPayload, broken(entries));
                return;
            }
        }

        if (batch.Failed)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, "the payload is no protobuf of ObservationBatch");
        }
        else if (entries == 0)
        {
            output.Refuse(RejectionReason.NothingToUse, $"the batch has no {entryName} entry");
        }
    }
}
