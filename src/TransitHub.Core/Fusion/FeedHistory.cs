using System.Buffers.Binary;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// All that a feed keeps of what it learned over the days, as bytes: the history of its links, then who usually runs what. Each part has
/// a checksum of its own. Bytes of links alone, as an earlier hub wrote them, are taken too.
/// <code>
/// 4  "TFH1"        magic and version
/// 4  length        of the links' part, bytes
///    links         see LinkHistoryCodec
///    habits        see HabitCodec
/// </code>
/// </summary>
internal static class FeedHistory
{
    private const uint Magic = 0x31484654;

    public static byte[] Encode(LinkHistory links, Schedule schedule, RunTurns turns)
    {
        byte[] first = LinkHistoryCodec.Encode(links);
        byte[] head = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), first.Length);
        return [.. head, .. first, .. HabitCodec.Encode(schedule, turns)];
    }

    /// <summary>Takes over what <see cref="Encode"/> gave.</summary>
    /// <returns>Links taken over; -1: the bytes are damaged or of another form, and nothing was taken. Damaged habits alone are left out.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, LinkHistory links, Schedule schedule, RunTurns turns)
    {
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            return LinkHistoryCodec.Decode(bytes, links);
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (length < 0 || length > bytes.Length - 8)
        {
            return -1;
        }

        int taken = LinkHistoryCodec.Decode(bytes.Slice(8, length), links);
        if (taken >= 0)
        {
            HabitCodec.Decode(bytes[(8 + length)..], schedule, turns);
        }

        return taken;
    }
}
