using System.Buffers.Binary;
using System.IO.Hashing;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// The history of links as bytes, so that it outlives a restart and a new version of the static feed: links go by their key, which
/// depends on both stops and the way between them. Little endian; what a link does not know takes no room.
/// <code>
/// 4  "TLH1"        magic and version
/// 8  through       the newest record learned from, Unix milliseconds of its receipt
/// 4  links         number of rows
///    each: 8 key, 4 weight, 4 mean, 8 day start, 1 kind of the present day, then 4 lists (present, Mon-Fri, Sat, Sun):
///          1 number of half hours, each: 1 half hour, 4 weight, 4 mean seconds
/// 4  CRC-32 of all before
/// </code>
/// </summary>
internal static class LinkHistoryCodec
{
    private const uint Magic = 0x31484C54;
    private const int RowHead = 8 + 4 + 4 + 8 + 1;
    private const int SlotBytes = 9;

    public static byte[] Encode(LinkHistory history)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            int rows = 0;
            for (int link = 0; link < history.Links.Count; link++)
            {
                rows += KnowsAnything(history[link]) ? 1 : 0;
            }

            writer.Write(Magic);
            writer.Write(history.Through.UnixMilliseconds);
            writer.Write(rows);
            for (int link = 0; link < history.Links.Count; link++)
            {
                if (history[link] is var row && KnowsAnything(row))
                {
                    writer.Write(history.Links.Key(link));
                    WriteRow(writer, row);
                }
            }
        }

        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Crc32.HashToUInt32(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        bytes.Write(sum);
        return bytes.ToArray();
    }

    /// <summary>Takes over the links that the schedule still has; the others are passed over.</summary>
    /// <param name="bytes">What <see cref="Encode"/> gave.</param>
    /// <param name="history">Takes the rows.</param>
    /// <returns>How many links were taken over; -1: the bytes are damaged or of another version, and nothing was taken.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, LinkHistory history)
    {
        if (bytes.Length < 20 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) != Crc32.HashToUInt32(bytes[..^4]))
        {
            return -1;
        }

        Dictionary<ulong, int> places = [];
        for (int link = 0; link < history.Links.Count; link++)
        {
            places[history.Links.Key(link)] = link;
        }

        List<(int Link, LinkDays Row)> taken = [];
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        ReadOnlySpan<byte> rest = bytes[16..^4];
        for (int i = 0; i < count; i++)
        {
            if (rest.Length < RowHead)
            {
                return -1;
            }

            ulong key = BinaryPrimitives.ReadUInt64LittleEndian(rest);
            if (ReadRow(ref rest) is not { } row)
            {
                return -1;
            }

            if (places.TryGetValue(key, out int link))
            {
                taken.Add((link, row));
            }
        }

        history.Through = new Timestamp(BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]));
        foreach ((int link, LinkDays row) in taken)
        {
            history[link] = row;
        }

        return taken.Count;
    }

    private static bool KnowsAnything(LinkDays row) => row.KnowsToday || row.Weight > 0;

    private static void WriteRow(BinaryWriter writer, LinkDays row)
    {
        writer.Write(row.Weight);
        writer.Write(row.Mean);
        writer.Write(row.Day.Start);
        writer.Write((byte)row.Day.Kind);
        WriteSlots(writer, row.Today);
        foreach (float[]? slots in row.Earlier)
        {
            WriteSlots(writer, slots);
        }
    }

    private static void WriteSlots(BinaryWriter writer, float[]? slots)
    {
        int known = 0;
        for (int slot = 0; slots is not null && slot < LinkDays.Slots; slot++)
        {
            known += slots[2 * slot] > 0 ? 1 : 0;
        }

        writer.Write((byte)known);
        for (int slot = 0; known > 0 && slot < LinkDays.Slots; slot++)
        {
            if (slots![2 * slot] > 0)
            {
                writer.Write((byte)slot);
                writer.Write(slots[2 * slot]);
                writer.Write(slots[(2 * slot) + 1]);
            }
        }
    }

    private static LinkDays? ReadRow(ref ReadOnlySpan<byte> rest)
    {
        LinkDays row = new()
        {
            Weight = BinaryPrimitives.ReadSingleLittleEndian(rest[8..]),
            Mean = BinaryPrimitives.ReadSingleLittleEndian(rest[12..]),
            Day = new DayTime(BinaryPrimitives.ReadInt64LittleEndian(rest[16..]), rest[24]),
        };
        rest = rest[RowHead..];
        if (row.Day.Kind >= DayTime.Kinds || !ReadSlots(ref rest, out float[]? today))
        {
            return null;
        }

        today?.CopyTo(row.Today, 0);
        row.KnowsToday = today is not null;
        for (int kind = 0; kind < DayTime.Kinds; kind++)
        {
            if (!ReadSlots(ref rest, out row.Earlier[kind]))
            {
                return null;
            }
        }

        return row;
    }

    private static bool ReadSlots(ref ReadOnlySpan<byte> rest, out float[]? slots)
    {
        slots = null;
        if (rest.IsEmpty || rest[0] > LinkDays.Slots || rest.Length < 1 + (rest[0] * SlotBytes))
        {
            return false;
        }

        int known = rest[0];
        rest = rest[1..];
        slots = known == 0 ? null : new float[2 * LinkDays.Slots];
        for (int i = 0; i < known; i++, rest = rest[SlotBytes..])
        {
            int slot = rest[0];
            float weight = BinaryPrimitives.ReadSingleLittleEndian(rest[1..]);
            float mean = BinaryPrimitives.ReadSingleLittleEndian(rest[5..]);
            if (slot >= LinkDays.Slots || !(weight > 0 && mean > 0 && float.IsFinite(weight) && float.IsFinite(mean)))
            {
                return false;
            }

            slots![2 * slot] = weight;
            slots[(2 * slot) + 1] = mean;
        }

        return true;
    }
}
