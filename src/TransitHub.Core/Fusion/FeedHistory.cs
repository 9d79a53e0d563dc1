using System.Buffers.Binary;
using System.IO.Hashing;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// All that a feed keeps of what it learned over the days, as bytes: the history of its links, the tides of those by water, its riders, and who
/// usually runs what. Each part has a checksum of its own. Bytes of links alone, and of all but the riders (TFH1, without their length and part), as
/// earlier hubs wrote them, are taken too.
/// <code>
/// 4  "TFH2"        magic and version
/// 4  length        of the links' part, bytes
/// 4  length        of the tides' part, bytes, its CRC-32 included
/// 4  length        of the riders' part, bytes
///    links         see LinkHistoryCodec
///    tides         4 number of reaches, each: 8 key of a link, 4 boats, 51 doubles; 4 CRC-32
///    riders        see LoadHabitCodec
///    habits        see HabitCodec
/// </code>
/// </summary>
internal static class FeedHistory
{
    private const uint Magic = 0x32484654;
    private const uint MagicWithoutRiders = 0x31484654;
    private const int Head = 16;
    private const int HeadWithoutRiders = 12;

    public static byte[] Encode(LinkHistory links, LinkTides tides, Schedule schedule, RunTurns turns, LoadHabits riders)
    {
        byte[] first = LinkHistoryCodec.Encode(links);
        byte[] second = EncodeTides(tides);
        byte[] third = LoadHabitCodec.Encode(schedule, riders);
        byte[] head = new byte[Head];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), first.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), second.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(12), third.Length);
        return [.. head, .. first, .. second, .. third, .. HabitCodec.Encode(schedule, turns)];
    }

    /// <summary>Takes over what <see cref="Encode"/> gave.</summary>
    /// <returns>Links taken over; -1: the bytes are damaged or of another form, and nothing was taken. Damaged tides, riders or habits alone are left out.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, LinkHistory links, LinkTides tides, Schedule schedule, RunTurns turns, LoadHabits riders)
    {
        uint magic = bytes.Length < Head ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (magic is not (Magic or MagicWithoutRiders))
        {
            return LinkHistoryCodec.Decode(bytes, links);
        }

        int first = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        int second = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        int third = magic == Magic ? BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]) : 0;
        ReadOnlySpan<byte> rest = bytes[(magic == Magic ? Head : HeadWithoutRiders)..];
        if (first < 0 || second < 8 || third < 0 || (long)first + second + third > rest.Length)
        {
            return -1;
        }

        int taken = LinkHistoryCodec.Decode(rest[..first], links);
        if (taken >= 0)
        {
            DecodeTides(rest.Slice(first, second), tides);
            LoadHabitCodec.Decode(rest.Slice(first + second, third), schedule, riders);
            HabitCodec.Decode(rest[(first + second + third)..], schedule, turns);
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
