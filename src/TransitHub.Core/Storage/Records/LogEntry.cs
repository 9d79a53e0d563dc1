using System.Buffers.Binary;
using System.IO.Hashing;
using TransitHub.Core.Observations;

namespace TransitHub.Core.Storage.Records;

/// <summary>
/// Many observations as one value of a store that orders them itself, with a checksum over all: 24 bytes of header, then records as in a segment's
/// batch. TransitHub.Redis/README.md has the bytes. Not for two threads at once, since it keeps a buffer and a pool of texts.
/// </summary>
public sealed class LogEntry
{
    /// <summary>The version of the form that this hub writes, and the newest it reads.</summary>
    public const uint Version = 1;

    private const int HeaderSize = 24;
    private const int HashedFrom = 16;
    private readonly RecordBuffer buffer = new();
    private readonly LoggedObservationDecoder decoder = new();

    private static ReadOnlySpan<byte> Magic => [0xF5, 0x54, 0x48, 0xB2];

    /// <summary>Makes an entry of as many observations as fit.</summary>
    /// <param name="observations">All of them.</param>
    /// <param name="from">The first to take.</param>
    /// <param name="maxBytes">Size at which the entry is full, bytes; it holds one record at least.</param>
    /// <param name="count">How many were taken.</param>
    /// <param name="highWater">The latest <c>received_at</c> of them, Unix milliseconds.</param>
    /// <returns>The entry; valid until the next call.</returns>
    public ReadOnlyMemory<byte> Encode(IReadOnlyList<Observation> observations, int from, int maxBytes, out int count, out long highWater)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, observations.Count);
        this.buffer.Begin(HeaderSize);
        count = 0;
        do
        {
            this.buffer.Add(observations[from + count++]);
        }
        while (from + count < observations.Count && this.buffer.Length < maxBytes);

        highWater = this.buffer.HighWater;
        Span<byte> entry = this.buffer.Written.Span;
        Magic.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry[4..], entry.Length - HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(entry[16..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[20..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], Checksum(entry));
        return this.buffer.Written;
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="entry">Its bytes.</param>
    /// <param name="lastSequence">The sequence of its last record.</param>
    /// <param name="into">Gets the records.</param>
    /// <returns>Null, or what is wrong: <paramref name="into"/> is as it was then.</returns>
    /// <exception cref="NewerFormatException">A newer hub wrote it: no damage, and nothing to leave out.</exception>
    public string? Decode(ReadOnlySpan<byte> entry, long lastSequence, List<LoggedRecord> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        if (entry.Length < HeaderSize || !entry.StartsWith(Magic))
        {
            return "it does not begin as an entry of the log does";
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(entry[4..]) != entry.Length - HeaderSize)
        {
            return "it is cut off: its length is not the one it tells";
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]) != Checksum(entry))
        {
            return "its checksum does not hold";
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]) is > Version and var newer)
        {
            throw new NewerFormatException($"The log's entry that ends with sequence {lastSequence}", newer, Version);
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(entry[16..]);
        return this.DecodeRecords(entry[HeaderSize..], count, lastSequence - count + 1, into);
    }

    private static ulong Checksum(ReadOnlySpan<byte> entry) => XxHash3.HashToUInt64(entry[HashedFrom..], entry.Length);

    private string? DecodeRecords(ReadOnlySpan<byte> records, int count, long firstSequence, List<LoggedRecord> into)
    {
        int before = into.Count;
        var reader = new WireReader(records);
        for (int i = 0; i < count; i++)
        {
            if (this.decoder.Decode(reader.Bytes()) is not { } observation)
            {
                into.RemoveRange(before, into.Count - before);
                return $"record {i} is of no kind this version knows";
            }

            into.Add(new LoggedRecord(firstSequence + i, observation));
        }

        return null;
    }
}
