using System.Buffers.Binary;
using System.Text;
using TransitHub.Core.Storage;

namespace TransitHub.Core.Serving;

/// <summary>What one shard told, as it told it.</summary>
/// <param name="Shard">The shard's number within the feed.</param>
/// <param name="Number">The number of what it told, from 1.</param>
/// <param name="Content">What it told.</param>
public sealed record FeedPart(int Shard, long Number, ReadOnlyMemory<byte> Content);

/// <summary>One step of a feed's state: what of its shards' changes counts next, in one order for all.</summary>
/// <param name="Epoch">Names the count of the feed's states: those of another epoch do not follow each other.</param>
/// <param name="Parts">What the shards told, in the order in which it counts.</param>
public sealed record FeedEntry(string Epoch, IReadOnlyList<FeedPart> Parts)
{
    private const byte Version = 1;
    private const int PartHeaderSize = sizeof(int) + sizeof(long) + sizeof(int);

    /// <summary>Version (1 byte), length of the epoch (1 byte), the epoch, number of parts (4), and of each its shard (4), number (8), length (4), content; little-endian.</summary>
    public byte[] Encode()
    {
        int epochLength = Encoding.UTF8.GetByteCount(this.Epoch);
        byte[] bytes = new byte[2 + epochLength + sizeof(int) + this.Parts.Sum(p => PartHeaderSize + p.Content.Length)];
        bytes[0] = Version;
        bytes[1] = checked((byte)epochLength);
        Span<byte> rest = bytes.AsSpan(2 + Encoding.UTF8.GetBytes(this.Epoch, bytes.AsSpan(2)));
        BinaryPrimitives.WriteInt32LittleEndian(rest, this.Parts.Count);
        rest = rest[sizeof(int)..];
        foreach (FeedPart part in this.Parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, part.Shard);
            BinaryPrimitives.WriteInt64LittleEndian(rest[4..], part.Number);
            BinaryPrimitives.WriteInt32LittleEndian(rest[12..], part.Content.Length);
            part.Content.Span.CopyTo(rest[PartHeaderSize..]);
            rest = rest[(PartHeaderSize + part.Content.Length)..];
        }

        return bytes;
    }

    /// <summary>Reads one; contents are parts of the bytes.</summary>
    /// <exception cref="NewerFormatException">A newer hub wrote it.</exception>
    /// <exception cref="IOException">It is damaged.</exception>
    public static FeedEntry Decode(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < 2 || bytes.Span[0] != Version)
        {
            throw bytes.Length > 0 && bytes.Span[0] > Version ? new NewerFormatException("An entry of a feed's stream", bytes.Span[0], Version) : Damaged();
        }

        ReadOnlyMemory<byte> epoch = Cut(ref bytes, 2);
        epoch = Cut(ref bytes, epoch.Span[1]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(Cut(ref bytes, sizeof(int)).Span);
        List<FeedPart> parts = [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = Cut(ref bytes, PartHeaderSize).Span;
            ReadOnlyMemory<byte> content = Cut(ref bytes, BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
            parts.Add(new FeedPart(BinaryPrimitives.ReadInt32LittleEndian(header), BinaryPrimitives.ReadInt64LittleEndian(header[4..]), content));
        }

        return bytes.IsEmpty && count >= 0 ? new FeedEntry(Encoding.UTF8.GetString(epoch.Span), parts) : throw Damaged();
    }

    private static ReadOnlyMemory<byte> Cut(ref ReadOnlyMemory<byte> bytes, int length)
    {
        if (length < 0 || length > bytes.Length)
        {
            throw Damaged();
        }

        ReadOnlyMemory<byte> cut = bytes[..length];
        bytes = bytes[length..];
        return cut;
    }

    private static IOException Damaged() => new("An entry of a feed's stream is damaged. Those who follow it begin with the next whole state.");
}
