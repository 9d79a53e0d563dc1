using System.Text.Json;
using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>What every JSON payload shares: one object, or an array of objects each of which stands for itself.</summary>
internal static class JsonEnvelope
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads one object; the reader stands on its start and must be left on its end.</summary>
    public delegate void ObjectDecoder(ref Utf8JsonReader reader, ref DecodeOutput output);

    public static void Decode(ReadOnlySpan<byte> payload, ObjectDecoder decodeObject, ref DecodeOutput output)
    {
        // A byte order mark is no JSON, but editors that write it are common and it harms nothing.
        ReadOnlySpan<byte> json = payload.StartsWith("\uFEFF"u8) ? payload[3..] : payload;
        try
        {
            Utf8JsonReader reader = new(json, Options);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    decodeObject(ref reader, ref output);
                    break;
                case JsonTokenType.StartArray:
                    DecodeArray(ref reader, decodeObject, ref output);
                    break;
                default:
                    output.Refuse(RejectionReason.MalformedPayload, "the payload is neither an object nor an array of objects");
                    break;
            }

            // Throws when something follows the one value.
            reader.Read();
        }
        catch (JsonException e)
        {
            output.RefuseAll(RejectionReason.MalformedPayload, $"no JSON at byte {e.BytePositionInLine} of line {e.LineNumber + 1}");
        }
    }

    private static void DecodeArray(ref Utf8JsonReader reader, ObjectDecoder decodeObject, ref DecodeOutput output)
    {
        int elements = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements++;
            if (output.RefuseIfFull())
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                decodeObject(ref reader, ref output);
            }
            else
            {
                output.Refuse(RejectionReason.MalformedPayload, $"element {elements} of the array is no object");
                reader.Skip();
            }
        }

        if (elements == 0)
        {
            output.Refuse(RejectionReason.NothingToUse, "the array is empty");
        }
    }
}
