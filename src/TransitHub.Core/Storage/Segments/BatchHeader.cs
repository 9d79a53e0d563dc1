using System.Buffers.Binary;
using System.IO.Hashing;

namespace TransitHub.Core.Storage.Segments;

/// <summary>
/// The 40 bytes before the records of one append. An append is one batch with one checksum: it is there as a whole or not at all, and only the last
/// batch of a log can be torn, since the next is not begun before it is durable.
/// </summary>
/// <param name="Length">Bytes of the records after the header.</param>
/// <param name="Count">How many records.</param>
/// <param name="FirstSequence">The sequence of the first.</param>
/// <param name="HighWater">The latest <c>received_at</c> of this and all earlier records, Unix milliseconds.</param>
internal readonly record struct BatchHeader(int Length, int Count, long FirstSequence, long HighWater)
{
    /// <summary>Length of the header in bytes.</summary>
    public const int Size = 40;

    private const int HashedFrom = 16;

    /// <summary>How a batch starts. No UTF-8 text holds it, which keeps false finds rare when a damaged file is searched.</summary>
    public static ReadOnlySpan<byte> Magic => [0xF5, 0x54, 0x48, 0xB1];

    /// <summary>Reads the header; false when it cannot be one. Says nothing about the checksum.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out BatchHeader header)
    {
        header = default;
        if (source.Length < Size || !source.StartsWith(Magic))
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(source[16..]);
        if (length > int.MaxValue - Size || count is 0 or > int.MaxValue)
        {
            return false;
        }

        header = new((int)length, (int)count, BinaryPrimitives.ReadInt64LittleEndian(source[24..]), BinaryPrimitives.ReadInt64LittleEndian(source[32..]));
        return header.FirstSequence > 0;
    }

    /// <summary>Whether a whole batch, header and records, is as it was written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> batch) =>
        BinaryPrimitives.ReadUInt64LittleEndian(batch[8..]) == Checksum(batch);

    /// <summary>Writes the header in front of the records, which stand in <paramref name="batch"/> already.</summary>
    public void Write(Span<byte> batch)
    {
        batch[..Size].Clear();
        Magic.CopyTo(batch);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[4..], (uint)this.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[16..], (uint)this.Count);
        BinaryPrimitives.WriteInt64LittleEndian(batch[24..], this.FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(batch[32..], this.HighWater);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[8..], Checksum(batch));
    }

    /// <summary>Covers all after the checksum itself; the length before it enters as the seed.</summary>
    private static ulong Checksum(ReadOnlySpan<byte> batch) => XxHash3.HashToUInt64(batch[HashedFrom..], batch.Length);
}
