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
    private const uint Magic = 0x32575243;

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

        foreach (double error in stop.Scale.Columns.SelectMany(c => c))
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
            foreach (double sum in (double[])[line.Errors.Vehicles, line.Errors.Sum, line.Errors.Squares, .. line.Fits.Sums])
            {
                writer.Write(sum);
            }
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

        double[][] columns = (stop?.Scale ?? new IntervalScale()).Columns;
        foreach (double[] column in columns)
        {
            for (int i = 0; i < IntervalScale.Steps; i++)
            {
                double value = reader.ReadSingle();

                // Only what is common to both errors may be below zero, and nothing of them yet be compared.
                bool isIn = column == columns[2] ? value is > -1e9 and < 1e9 : column == columns[3] ? value is >= 0 and < 1e9 : value is > 0 and < 1e9;
                column[i] = isIn ? value : column[i];
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
            BoardingLine? line = stop?.Lines.FirstOrDefault(l => l.Direction == direction && RouteId(schedule, l) == route);
            if (line is not null && boarded >= 0 && came >= 0)
            {
                (line.Boarded, line.Came) = (boarded, came);
            }

            ReadErrors(reader, line);
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

    /// <summary>Reads what a line's vehicles have taught of loads and of chances to fit; values out of their range are left out.</summary>
    private static void ReadErrors(BinaryReader reader, BoardingLine? line)
    {
        (double vehicles, double sum, double squares) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        double[] fits = [.. Enumerable.Range(0, FitRecord.SumCount).Select(_ => reader.ReadDouble())];
        if (line is not null && vehicles is >= 0 and < 1e6 && squares is >= 0 and < 1e12 && sum * sum <= (vehicles * squares) + 1e-6)
        {
            (line.Errors.Vehicles, line.Errors.Sum, line.Errors.Squares) = (vehicles, sum, squares);
        }

        if (line is not null && Array.TrueForAll(fits, f => f is >= 0 and < 1e6))
        {
            fits.CopyTo(line.Fits.Sums, 0);
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
