using System.Buffers.Binary;
using System.Text;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage.Quarantine;

/// <summary>Something of a log that was left out, with its bytes, so that a person can see what it was.</summary>
/// <param name="Sequence">The place in the shard's log: of the record, or of the last one of a damaged entry.</param>
/// <param name="At">When it was left out, by the hub's clock.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Bytes">As they were found.</param>
public sealed record QuarantinedRecord(long Sequence, Timestamp At, string Reason, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>How many of a shard are kept; the ones after are only counted.</summary>
    public const int MaxKept = 1000;

    private const int HeaderSize = 20;

    /// <summary>One form for all stores: sequence, time, length of the reason (little-endian), the reason in UTF-8, the bytes.</summary>
    public byte[] Encode()
    {
        byte[] reason = Encoding.UTF8.GetBytes(this.Reason);
        byte[] encoded = new byte[HeaderSize + reason.Length + this.Bytes.Length];
        BinaryPrimitives.WriteInt64LittleEndian(encoded, this.Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(encoded.AsSpan(8), this.At.UnixMilliseconds);
        BinaryPrimitives.WriteInt32LittleEndian(encoded.AsSpan(16), reason.Length);
        reason.CopyTo(encoded, HeaderSize);
        this.Bytes.Span.CopyTo(encoded.AsSpan(HeaderSize + reason.Length));
        return encoded;
    }

    /// <summary>Reads that form; null when the bytes are none.</summary>
    public static QuarantinedRecord? Decode(ReadOnlyMemory<byte> encoded)
    {
        ReadOnlySpan<byte> span = encoded.Span;
        int reason = span.Length < HeaderSize ? -1 : BinaryPrimitives.ReadInt32LittleEndian(span[16..]);
        return reason < 0 || reason > span.Length - HeaderSize ? null : new QuarantinedRecord(
            BinaryPrimitives.ReadInt64LittleEndian(span),
            new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(span[8..])),
            Encoding.UTF8.GetString(span.Slice(HeaderSize, reason)),
            encoded[(HeaderSize + reason)..]);
    }
}
