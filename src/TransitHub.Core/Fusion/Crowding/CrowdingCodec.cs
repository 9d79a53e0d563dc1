using System.Text;
using TransitHub.Core.Counting;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// What stops have taught about those who wait at them, as bytes: who usually comes through each gate, for which lines, and how wide intervals must be.
/// Stops, routes and gates are named by their ids, so that a new version of the feed or of the devices file takes over what it still has.
/// </summary>
internal static class CrowdingCodec
{
    private const uint Magic = 0x31575243;

    /// <summary>Bounds of what is believed of a file.</summary>
    private const int MostStops = 1_000_000;

    public static byte[] Encode(Schedule schedule, IReadOnlyList<StopTrack> stops)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(stops.Count);
            foreach (StopTrack stop in stops)
            {
                Write(writer, schedule, stop);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Takes over what <see cref="Encode"/> gave.</summary>
    /// <returns>False: the bytes are damaged or of another form; what came before the damage is taken.</returns>
    public static bool TryDecode(byte[] bytes, Schedule schedule, IReadOnlyList<StopTrack> stops)
    {
        using BinaryReader reader = new(new MemoryStream(bytes), Encoding.UTF8);
        try
        {
            if (reader.ReadUInt32() != Magic || reader.ReadInt32() is not (>= 0 and <= MostStops and var count))
            {
                return false;
            }

            Dictionary<string, StopTrack> byId = stops.ToDictionary(s => s.StopId, StringComparer.Ordinal);
            for (int i = 0; i < count; i++)
            {
                Read(reader, schedule, byId.GetValueOrDefault(reader.ReadString()));
            }

            return true;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            return false;
        }
    }

    private static void Write(BinaryWriter writer, Schedule schedule, StopTrack stop)
    {
        writer.Write(stop.StopId);
        writer.Write(stop.LearnedThrough);
        foreach (double factor in stop.Scale.Factors)
        {
            writer.Write((float)factor);
        }

        foreach (double error in stop.Scale.PlayedErrors.Concat(stop.Scale.UsualErrors).Concat(stop.Scale.Came).Concat(stop.Scale.Played))
        {
            writer.Write((float)error);
        }

        foreach (WeekRates quarter in stop.Usual.Quarters)
        {
            Write(writer, quarter);
        }

        writer.Write(stop.Usual.Day);
        writer.Write(stop.Lines.Count);
        foreach (BoardingLine line in stop.Lines)
        {
            writer.Write(RouteId(schedule, line));
            writer.Write(line.Direction);
            writer.Write(line.Boarded);
            writer.Write(line.Came);
        }

        writer.Write(stop.Gates.Count);
        foreach (GateTrack gate in stop.Gates)
        {
            writer.Write(gate.Id);
            Write(writer, gate.Usual);
        }

        writer.Write(stop.Ungated is not null);
        if (stop.Ungated is { } usual)
        {
            Write(writer, usual);
        }
    }

    private static void Read(BinaryReader reader, Schedule schedule, StopTrack? stop)
    {
        double learnedThrough = reader.ReadDouble();
        for (int i = 0; i < IntervalScale.Steps; i++)
        {
            double factor = Math.Clamp(reader.ReadSingle(), 0.5, 3);
            if (stop is not null && double.IsFinite(factor))
            {
                stop.Scale.Factors[i] = factor;
            }
        }

        for (int i = 0; i < 4 * IntervalScale.Steps; i++)
        {
            double error = reader.ReadSingle();
            if (stop is not null && error is > 0 and < 1e9)
            {
                double[][] columns = [stop.Scale.PlayedErrors, stop.Scale.UsualErrors, stop.Scale.Came, stop.Scale.Played];
                columns[i / IntervalScale.Steps][i % IntervalScale.Steps] = error;
            }
        }

        for (int quarter = 0; quarter < 4; quarter++)
        {
            Read(reader, stop?.Usual.Quarters[quarter]);
        }

        long waitingDay = reader.ReadInt64();
        if (stop is not null)
        {
            stop.Usual.Day = waitingDay;
        }

        for (int lines = reader.ReadInt32(); lines > 0; lines--)
        {
            (string route, int direction, double boarded, double came) = (reader.ReadString(), reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble());
            if (stop?.Lines.FirstOrDefault(l => l.Direction == direction && RouteId(schedule, l) == route) is { } line && boarded >= 0 && came >= 0)
            {
                (line.Boarded, line.Came) = (boarded, came);
            }
        }

        for (int gates = reader.ReadInt32(); gates > 0; gates--)
        {
            string id = reader.ReadString();
            Read(reader, stop?.Gates.FirstOrDefault(g => g.Id == id)?.Usual);
        }

        if (reader.ReadBoolean())
        {
            Read(reader, stop?.Ungated);
        }

        if (stop is not null)
        {
            stop.LearnedThrough = learnedThrough;
        }
    }

    private static string RouteId(Schedule schedule, BoardingLine line) => line.Route < 0 ? string.Empty : schedule.Routes.Id(line.Route);

    private static void Write(BinaryWriter writer, UsualArrivals usual)
    {
        Write(writer, usual.Rates);
        writer.Write(usual.Day);
    }

    private static void Write(BinaryWriter writer, WeekRates rates)
    {
        (double[] counts, double[] known) = rates.Columns;
        for (int hour = 0; hour < WeekRates.Hours; hour++)
        {
            writer.Write((float)counts[hour]);
            writer.Write((float)known[hour]);
        }
    }

    private static void Read(BinaryReader reader, WeekRates? rates)
    {
        for (int hour = 0; hour < WeekRates.Hours; hour++)
        {
            (double count, double known) = (reader.ReadSingle(), reader.ReadSingle());
            if (count >= 0 && known >= 0)
            {
                rates?.Add(hour, count, known);
            }
        }
    }

    private static void Read(BinaryReader reader, UsualArrivals? usual)
    {
        Read(reader, usual?.Rates);
        long day = reader.ReadInt64();
        if (usual is not null)
        {
            usual.Day = day;
        }
    }
}
