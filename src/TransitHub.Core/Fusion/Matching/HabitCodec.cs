using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// What was learned of who runs what, as bytes, so that it outlives a restart and a new version of the static feed: vehicles go by
/// their ids, lines by agency and name, patterns by a hash of their route and stops. Little endian; texts as 7-bit length and UTF-8.
/// <code>
/// 4  "THB1"        magic and version
/// 4  vehicles      each: text id, 4 number of lines, each: text line, 4 runs
/// 4  patterns      each: 8 pattern ended, 4 number of followers, each: 8 pattern, 4 turns
/// 4  CRC-32 of all before
/// </code>
/// </summary>
internal static class HabitCodec
{
    private const uint Magic = 0x31424854;

    /// <summary>Counts beyond this are damage.</summary>
    private const float MostRuns = 1_000_000;

    public static byte[] Encode(Schedule schedule, RunTurns turns)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(turns.Habits.Vehicles.Count);
            foreach ((string vehicle, RunCounts counts) in turns.Habits.Vehicles)
            {
                writer.Write(vehicle);
                writer.Write(counts.Runs.Count);
                foreach ((int line, float runs) in counts.Runs.OrderBy(r => r.Key))
                {
                    writer.Write(turns.Habits.Lines.KeyOf(line));
                    writer.Write(runs);
                }
            }

            writer.Write(turns.Counted.Count);
            foreach ((int ended, RunCounts counts) in turns.Counted)
            {
                writer.Write(PatternKey.Of(schedule, ended));
                writer.Write(counts.Runs.Count);
                foreach ((int next, float runs) in counts.Runs.OrderBy(r => r.Key))
                {
                    writer.Write(PatternKey.Of(schedule, next));
                    writer.Write(runs);
                }
            }
        }

        byte[] sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Crc32.HashToUInt32(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
        bytes.Write(sum);
        return bytes.ToArray();
    }

    /// <summary>Takes over what the schedule still has lines and patterns for; the rest is passed over.</summary>
    /// <returns>False: the bytes are damaged or of another version, and nothing was taken.</returns>
    public static bool Decode(ReadOnlySpan<byte> bytes, Schedule schedule, RunTurns turns)
    {
        if (bytes.Length < 16 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) != Crc32.HashToUInt32(bytes[..^4]))
        {
            return false;
        }

        List<(string Vehicle, int Line, float Runs)> habits = [];
        List<(int Ended, int Next, float Runs)> followed = [];
        try
        {
            using BinaryReader reader = new(new MemoryStream(bytes[4..^4].ToArray()), Encoding.UTF8);
            ReadVehicles(reader, turns.Habits, habits);
            ReadTurns(reader, schedule, followed);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            return false;
        }

        habits.ForEach(h => turns.Habits.Add(h.Vehicle, h.Line, h.Runs));
        followed.ForEach(t => turns.Add(t.Ended, t.Next, t.Runs));
        return true;
    }

    private static void ReadVehicles(BinaryReader reader, VehicleHabits habits, List<(string Vehicle, int Line, float Runs)> taken)
    {
        Dictionary<string, int> lines = new(StringComparer.Ordinal);
        for (int line = 0; line < habits.Lines.Count; line++)
        {
            lines.TryAdd(habits.Lines.KeyOf(line), line);
        }

        for (int vehicles = reader.ReadInt32(); vehicles > 0; vehicles--)
        {
            string vehicle = reader.ReadString();
            for (int count = reader.ReadInt32(); count > 0; count--)
            {
                string key = reader.ReadString();
                if (ReadRuns(reader) is var runs && lines.TryGetValue(key, out int line))
                {
                    taken.Add((vehicle, line, runs));
                }
            }
        }
    }

    private static void ReadTurns(BinaryReader reader, Schedule schedule, List<(int Ended, int Next, float Runs)> taken)
    {
        Dictionary<ulong, int> patterns = [];
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            patterns.TryAdd(PatternKey.Of(schedule, pattern), pattern);
        }

        for (int count = reader.ReadInt32(); count > 0; count--)
        {
            int ended = patterns.GetValueOrDefault(reader.ReadUInt64(), -1);
            for (int followers = reader.ReadInt32(); followers > 0; followers--)
            {
                ulong key = reader.ReadUInt64();
                if (ReadRuns(reader) is var runs && ended >= 0 && patterns.TryGetValue(key, out int next))
                {
                    taken.Add((ended, next, runs));
                }
            }
        }
    }

    private static float ReadRuns(BinaryReader reader) =>
        reader.ReadSingle() is var runs && runs is >= 0 and <= MostRuns ? runs : throw new FormatException("A count is out of its range.");
}
