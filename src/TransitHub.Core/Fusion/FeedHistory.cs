using System.Buffers.Binary;
using System.IO.Hashing;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// All that a feed keeps of what it learned over the days, as bytes: the history of its links, the tides of those by water, and who usually
/// runs what. Each part has a checksum of its own. Bytes of links alone, as an earlier hub wrote them, are taken too.
/// <code>
/// 4  "TFH1"        magic and version
/// 4  length        of the links' part, bytes
/// 4  length        of the tides' part, bytes, its CRC-32 included
///    links         see LinkHistoryCodec
///    tides         4 number of reaches, each: 8 key of a link, 4 boats, 51 doubles; 4 CRC-32
///    habits        see HabitCodec
/// </code>
/// </summary>
internal static class FeedHistory
{
    private const uint Magic = 0x31484654;
    private const int Head = 12;

    public static byte[] Encode(LinkHistory links, LinkTides tides, Schedule schedule, RunTurns turns)
    {
        byte[] first = LinkHistoryCodec.Encode(links);
        byte[] second = EncodeTides(tides);
        byte[] head = new byte[Head];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), first.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), second.Length);
        return [.. head, .. first, .. second, .. HabitCodec.Encode(schedule, turns)];
    }

    /// <summary>Takes over what <see cref="Encode"/> gave.</summary>
    /// <returns>Links taken over; -1: the bytes are damaged or of another form, and nothing was taken. Damaged tides or habits alone are left out.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, LinkHistory links, LinkTides tides, Schedule schedule, RunTurns turns)
    {
        if (bytes.Length < Head || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return LinkHistoryCodec.Decode(bytes, links);
        }

        int first = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        int second = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        ReadOnlySpan<byte> rest = bytes[Head..];
        if (first < 0 || second < 8 || (long)first + second > rest.Length)
        {
            return -1;
        }

        int taken = LinkHistoryCodec.Decode(rest[..first], links);
        if (taken >= 0)
        {
            DecodeTides(rest.Slice(first, second), tides);
            HabitCodec.Decode(rest[(first + second)..], schedule, turns);
        }

        return taken;
    }

    private static byte[] EncodeTides(LinkTides tides)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        tides.Write(writer);
        writer.Flush();
        writer.Write(Crc32.HashToUInt32(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        writer.Flush();
        return bytes.ToArray();
    }

    private static void DecodeTides(ReadOnlySpan<byte> bytes, LinkTides tides)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) == Crc32.HashToUInt32(bytes[..^4]))
        {
            using BinaryReader reader = new(new MemoryStream(bytes.ToArray()));
            tides.Read(reader);
        }
    }
}
