using TransitHub.Benchmarks.Fusion;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Cities;

/// <summary>A run as it truly was.</summary>
/// <param name="Vehicle">Who ran it.</param>
/// <param name="Trip">Index of the trip.</param>
/// <param name="Scheduled">Arrivals by place in the pattern, Unix seconds, from the run's own start.</param>
/// <param name="Arrivals">The true ones; NaN where it never came.</param>
/// <param name="Departures">The true ones; NaN where it never left.</param>
internal sealed record TrueRun(string Vehicle, int Trip, double[] Scheduled, double[] Arrivals, double[] Departures)
{
    /// <summary>Its first and last true time.</summary>
    public double Begins { get; } = Departures.Concat(Arrivals).Where(t => !double.IsNaN(t)).DefaultIfEmpty(double.NaN).Min();

    public double Ends { get; } = Arrivals.Where(t => !double.IsNaN(t)).DefaultIfEmpty(double.NaN).Max();
}

/// <summary>The stop times that a simulation wrote beside its messages: by vehicle, since a run by headway has no name that both sides know.</summary>
internal sealed class CityTruth
{
    private readonly Dictionary<string, List<TrueRun>> runs = new(StringComparer.Ordinal);

    public CityTruth(Schedule schedule, string path)
    {
        var open = new Dictionary<(string, int, string?, string?), TrueRun>();
        foreach (CsvLine row in PositionsFile.Rows(path).Where(r => r["has_device"] != "0"))
        {
            if (!schedule.Trips.TryFind(row["trip_id"]!, out int trip) || schedule.Trips.PatternIndex(trip) < 0)
            {
                throw new InvalidDataException($"{path} names the trip '{row["trip_id"]}', which is not in the GTFS: give the simulation's own.");
            }

            (string, int, string?, string?) key = (row["vehicle_id"]!, trip, row["service_date"], row["start_time"]);
            if (!open.TryGetValue(key, out TrueRun? run))
            {
                open.Add(key, run = Begin(schedule, trip, row));
                if (!this.runs.TryGetValue(run.Vehicle, out List<TrueRun>? own))
                {
                    this.runs.Add(run.Vehicle, own = []);
                }

                own.Add(run);
            }

            int place = schedule.Trips.StopSequences(trip).IndexOf((int)PositionsFile.Number(row["stop_sequence"])!.Value);
            run.Arrivals[place] = PositionsFile.Number(row["arrival_unix"]) ?? double.NaN;
            run.Departures[place] = PositionsFile.Number(row["departure_unix"]) ?? double.NaN;
        }

        // The first and last times of a run are known only now.
        foreach (List<TrueRun> own in this.runs.Values)
        {
            for (int i = 0; i < own.Count; i++)
            {
                own[i] = new TrueRun(own[i].Vehicle, own[i].Trip, own[i].Scheduled, own[i].Arrivals, own[i].Departures);
            }

            own.Sort((a, b) => a.Begins.CompareTo(b.Begins));
        }
    }

    public IEnumerable<TrueRun> Runs => this.runs.Values.SelectMany(r => r);

    /// <summary>The vehicle's run at a moment; null between runs.</summary>
    public TrueRun? At(string vehicle, double now) =>
        this.runs.GetValueOrDefault(vehicle)?.Find(r => r.Begins <= now && now <= r.Ends);

    /// <summary>Whether the truth tells of the vehicle.</summary>
    public bool IsKnown(string vehicle) => this.runs.ContainsKey(vehicle);

    /// <summary>Whether the vehicle truly comes to the place of the pattern within a span of time.</summary>
    public bool Comes(string vehicle, Schedule schedule, int pattern, int place, double from, double to) =>
        this.runs.GetValueOrDefault(vehicle)?.Exists(r =>
            schedule.Trips.PatternIndex(r.Trip) == pattern && r.Arrivals[place] >= from && r.Arrivals[place] <= to) ?? false;

    private static TrueRun Begin(Schedule schedule, int trip, CsvLine row)
    {
        ReadOnlySpan<int> times = schedule.Trips.Arrivals(trip);
        int shift = row["start_time"] is { } text && ServiceTime.TryParse(text, out ServiceTime start) ? start.Seconds - schedule.Trips.StartSeconds(trip) : 0;
        ServiceDate date = ServiceDate.TryParse(row["service_date"]!, out ServiceDate day) ? day : default;
        double[] scheduled = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            scheduled[i] = schedule.ToUnixSeconds(date, times[i] + shift);
        }

        double[] Unknown() => [.. Enumerable.Repeat(double.NaN, scheduled.Length)];
        return new TrueRun(row["vehicle_id"]!, trip, scheduled, Unknown(), Unknown());
    }
}
