using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>
/// What was learned of riders as bytes, so that it outlives a restart and a new version of the static feed: vehicles go by their ids,
/// patterns by a hash of their route and stops. Little endian; texts as 7-bit length and UTF-8. A part has its length in front, so that a later
/// version may add to it and this one passes over what it does not know.
/// <code>
/// 4  "TLH1"        magic and version
/// 4  vehicles      each: text id, 4 length, 4 runs, 8 boarded, 8 alighted
/// 4  patterns      each: 8 key, 4 length, 4 stops, 4 runs, 4 hours, for each stop 4 doubles, for each hour 2 doubles
/// 4  CRC-32 of all before
/// </code>
/// </summary>
internal static class LoadHabitCodec
{
    private const uint Magic = 0x31484C54;

    public static byte[] Encode(Schedule schedule, LoadHabits habits)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(habits.Counters.Count);
            foreach ((DeviceId vehicle, CountBias bias) in habits.Counters.OrderBy(c => c.Key))
            {
                writer.Write(vehicle.ToString());
                Part(writer, bias.Write);
            }

            writer.Write(habits.Patterns.Count);
            foreach ((int pattern, StopRiders riders) in habits.Patterns.OrderBy(p => p.Key))
            {
                writer.Write(PatternKey.Of(schedule, pattern));
                Part(writer, riders.Write);
            }
        }

        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Crc32.HashToUInt32(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        bytes.Write(sum);
        return bytes.ToArray();
    }

    /// <summary>Takes over what the schedule still has patterns for; the rest is passed over.</summary>
    /// <returns>False: the bytes are damaged or of another version, and nothing was taken.</returns>
    public static bool Decode(ReadOnlySpan<byte> bytes, Schedule schedule, LoadHabits habits)
    {
        if (bytes.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) != Crc32.HashToUInt32(bytes[..^4]))
        {
            return false;
        }

        LoadHabits read = new(new LoadOptions());
        Dictionary<DeviceId, byte[]> counters = [];
        Dictionary<int, byte[]> patterns = [];
        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes[4..^4].ToArray()), Encoding.UTF8);
            Take(reader, schedule, counters, patterns);
            Restore(schedule, counters, patterns, read);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            return false;
        }

        Restore(schedule, counters, patterns, habits);
        return true;
    }

    private static void Take(BinaryReader reader, Schedule schedule, Dictionary<DeviceId, byte[]> counters, Dictionary<int, byte[]> patterns)
    {
        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            DeviceId vehicle = DeviceId.Parse(reader.ReadString());
            counters[vehicle] = Part(reader);
        }

        Dictionary<ulong, int> known = [];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            known.TryAdd(PatternKey.Of(schedule, pattern), pattern);
        }

        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            ulong key = reader.ReadUInt64();
            byte[] part = Part(reader);
            if (known.TryGetValue(key, out int pattern))
            {
                patterns[pattern] = part;
            }
        }
    }

    private static void Restore(Schedule schedule, Dictionary<DeviceId, byte[]> counters, Dictionary<int, byte[]> patterns, LoadHabits habits)
    {
        foreach ((DeviceId vehicle, byte[] part) in counters)
        {
            using BinaryReader reader = new(new MemoryStream(part));
            habits.OwnBiasOf(vehicle).Read(reader);
        }

        foreach ((int pattern, byte[] part) in patterns)
        {
            using BinaryReader reader = new(new MemoryStream(part));
            habits.UsualOf(pattern, schedule.Patterns.Stops(pattern).Length).Read(reader);
        }
    }

    private static void Part(BinaryWriter writer, Action<BinaryWriter> write)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter inner = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            write(inner);
        }

        writer.Write((int)bytes.Length);
        writer.Write(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static byte[] Part(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        return length >= 0 && reader.ReadBytes(length) is { } part && part.Length == length ? part : throw new FormatException("A part is cut short.");
    }
}
