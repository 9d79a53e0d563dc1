using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;

namespace TransitHub.Core.Storage.Segments;

/// <summary>The first 40 bytes of a segment file; README.md has them byte by byte.</summary>
/// <param name="FirstSequence">The sequence of the first record that goes into the file.</param>
/// <param name="HighWater">The latest <c>received_at</c> of all records before the file, Unix milliseconds; <see cref="long.MinValue"/> when there are none.</param>
internal readonly record struct SegmentHeader(long FirstSequence, long HighWater)
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 40;

    /// <summary>What a segment file's name ends with.</summary>
    public const string Extension = ".log";

    /// <summary>The version of the format that this code writes and the only one it reads.</summary>
    public const uint Version = 1;

    private const int HashedSize = Size - sizeof(ulong);

    private static ReadOnlySpan<byte> Magic => "THOBSLOG"u8;

    /// <summary>The name of the file: twenty digits, so that names sort as sequences do.</summary>
    public static string FileName(long firstSequence) => firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The first sequence that a file's name tells; false when it is no segment's name.</summary>
    public static bool TryParseFileName(string name, out long firstSequence)
    {
        firstSequence = 0;
        return name.Length == 20 + Extension.Length && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, 20), NumberStyles.None, CultureInfo.InvariantCulture, out firstSequence) && firstSequence > 0;
    }

    /// <summary>Reads it; false when the bytes are no header of a known version.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Size || !source.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) != Version
            || BinaryPrimitives.ReadUInt64LittleEndian(source[HashedSize..]) != XxHash3.HashToUInt64(source[..HashedSize]))
        {
            return false;
        }

        header = new(BinaryPrimitives.ReadInt64LittleEndian(source[16..]), BinaryPrimitives.ReadInt64LittleEndian(source[24..]));
        return header.FirstSequence > 0;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Size].Clear();
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Version);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], this.FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], this.HighWater);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[HashedSize..], XxHash3.HashToUInt64(destination[..HashedSize]));
    }
}
