using System.Globalization;

namespace TransitHub.Benchmarks.Cities;

/// <summary>How many riders truly waited: a simulation's waiting.csv and the vehicles that took them.</summary>
internal sealed class TrueWaitings
{
    private readonly Dictionary<string, SortedList<long, int>> byStop = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Stop, string Route, string Direction), SortedList<long, int>> byLine = [];
    private readonly Dictionary<(string Vehicle, string Stop), List<TrueBoarding>> boardings = [];

    /// <summary>Stops of which it is known.</summary>
    public IEnumerable<string> Stops => this.byStop.Keys;

    /// <summary>Reads what the simulation wrote into a folder.</summary>
    public static TrueWaitings Read(string folder)
    {
        TrueWaitings read = new();
        foreach (string[] cells in Rows(folder, "waiting.csv"))
        {
            long at = (long)Number(cells[0]);
            int waiting = (int)Number(cells[4]);
            read.byStop.TryAdd(cells[1], []);
            read.byStop[cells[1]][at] = read.byStop[cells[1]].GetValueOrDefault(at) + waiting;
            read.byLine.TryAdd((cells[1], cells[2], cells[3]), []);
            read.byLine[(cells[1], cells[2], cells[3])][at] = waiting;
        }

        foreach (string[] cells in Rows(folder, "stop_times.csv"))
        {
            if (read.byStop.ContainsKey(cells[6]))
            {
                read.boardings.TryAdd((cells[7], cells[6]), []);
                read.boardings[(cells[7], cells[6])].Add(new TrueBoarding(Number(cells[3]), Number(cells[4]), (int)Number(cells[9]), (int)Number(cells[11])));
            }
        }

        return read;
    }

    /// <summary>Riders who wait at a stop at a full minute; null: not known.</summary>
    public int? At(string stop, long at) => this.byStop[stop].TryGetValue(at, out int waiting) ? waiting : null;

    /// <summary>Riders of a line who wait; null: not known.</summary>
    public int? At(string stop, string route, int direction, long at) =>
        this.byLine.TryGetValue((stop, route, direction < 0 ? string.Empty : direction.ToString(CultureInfo.InvariantCulture)), out SortedList<long, int>? line)
            && line.TryGetValue(at, out int waiting) ? waiting : null;

    /// <summary>Who boarded a vehicle at a stop within a quarter of an hour of a moment; null: it did not call.</summary>
    public TrueBoarding? Boarded(string vehicle, string stop, long near) =>
        this.boardings.GetValueOrDefault((vehicle, stop), []).Where(b => Math.Abs(b.Departed - near) < 900).MinBy(b => Math.Abs(b.Departed - near));

    private static IEnumerable<string[]> Rows(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(l => l.Split(','));

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}

/// <summary>Riders who boarded.</summary>
/// <param name="Arrived">When the vehicle came, Unix seconds.</param>
/// <param name="Departed">When it left.</param>
/// <param name="Boarding">How many boarded.</param>
/// <param name="LeftBehind">For how many there was no room.</param>
internal sealed record TrueBoarding(double Arrived, double Departed, int Boarding, int LeftBehind);
