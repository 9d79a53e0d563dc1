using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>True arrivals by trip and place, and the stop events as they became known, which plain feeds propagate.</summary>
internal sealed class AccuracyTruth
{
    private readonly Dictionary<int, double[]> arrivals = [];
    private readonly Dictionary<int, ServiceDate> dates = [];
    private readonly List<(double Seen, int Trip, int Stop, double Delay)> events = [];
    private readonly Dictionary<int, (int Stop, double Delay)> progress = [];
    private readonly Dictionary<(int Trip, string Vehicle), (int FirstStop, double First, int LastStop, double Last)> runs = [];
    private readonly Schedule schedule;
    private int next;

    public AccuracyTruth(Schedule schedule, string arrivalsPath, string? eventsPath)
    {
        this.schedule = schedule;
        foreach (CsvLine row in PositionsFile.Rows(arrivalsPath))
        {
            if (TryPlace(schedule, row, out int trip, out int stop))
            {
                if (!this.arrivals.TryGetValue(trip, out double[]? times))
                {
                    times = new double[schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip)).Length];
                    Array.Fill(times, double.NaN);
                    this.arrivals.Add(trip, times);
                }

                this.dates[trip] = ServiceDate.TryParse(row["service_date"], out ServiceDate date) ? date : default;
                times[stop] = PositionsFile.Number(row["arrival_unix"])!.Value;
            }
        }

        if (eventsPath is not null)
        {
            this.ReadEvents(schedule, eventsPath);
        }
        else
        {
            this.EventsFromArrivals(schedule);
        }
    }

    /// <summary>Trips that have begun by what was known, with the stop reached last and the delay there.</summary>
    public IReadOnlyDictionary<int, (int Stop, double Delay)> Progress => this.progress;

    public double[]? ArrivalsOf(int trip) => this.arrivals.GetValueOrDefault(trip);

    /// <summary>
    /// First and last arrival of a trip by this vehicle, Unix seconds, but not before its scheduled start; null: it did not run it.
    /// Events tell which vehicle it was, and the first one at the last stop is taken: vehicles that pass by there later, still under the
    /// old trip, make more of them.
    /// </summary>
    public (double From, double To)? SpanOf(int trip, string vehicle)
    {
        if (!this.arrivals.TryGetValue(trip, out double[]? times))
        {
            return null;
        }

        double start = this.schedule.ToUnixSeconds(this.dates[trip], this.schedule.Trips.StartSeconds(trip));
        if (this.runs.TryGetValue((trip, vehicle), out var run))
        {
            return (Math.Max(run.First, start), run.Last);
        }

        return this.runs.Count > 0 ? null : (Math.Max(times.Where(t => !double.IsNaN(t)).Min(), start), times.Where(t => !double.IsNaN(t)).Max());
    }

    /// <summary>Takes in the events known by a moment.</summary>
    public void Advance(double now)
    {
        for (; this.next < this.events.Count && this.events[this.next].Seen <= now; this.next++)
        {
            (_, int trip, int stop, double delay) = this.events[this.next];
            if (!this.progress.TryGetValue(trip, out var reached) || stop >= reached.Stop)
            {
                this.progress[trip] = (stop, delay);
            }
        }
    }

    private static bool TryPlace(Schedule schedule, CsvLine row, out int trip, out int stop)
    {
        stop = -1;
        if (!schedule.Trips.TryFind(row["trip_id"]!, out trip) || schedule.Trips.PatternIndex(trip) < 0)
        {
            return false;
        }

        stop = schedule.Trips.StopSequences(trip).IndexOf((int)PositionsFile.Number(row["stop_sequence"])!.Value);
        return stop >= 0;
    }

    private void ReadEvents(Schedule schedule, string path)
    {
        foreach (CsvLine row in PositionsFile.Rows(path))
        {
            double delay = PositionsFile.Number(row["delay_s"])!.Value;
            if (Math.Abs(delay) <= 7200 && TryPlace(schedule, row, out int trip, out int stop))
            {
                this.events.Add((PositionsFile.Number(row["first_seen_feed_ts"])!.Value, trip, stop, delay));
                this.NoteRun((trip, row["vehicle_id"]!), stop, PositionsFile.Number(row["event_time"])!.Value);
            }
        }
    }

    private void NoteRun((int Trip, string Vehicle) key, int stop, double at)
    {
        if (!this.runs.TryGetValue(key, out var run))
        {
            run = (stop, at, stop, at);
        }

        if (stop < run.FirstStop || (stop == run.FirstStop && at < run.First))
        {
            (run.FirstStop, run.First) = (stop, at);
        }

        if (stop > run.LastStop || (stop == run.LastStop && at < run.Last))
        {
            (run.LastStop, run.Last) = (stop, at);
        }

        this.runs[key] = run;
    }

    /// <summary>Where no events were recorded, the true arrivals stand in, known half a minute later.</summary>
    private void EventsFromArrivals(Schedule schedule)
    {
        foreach ((int trip, double[] times) in this.arrivals)
        {
            for (int stop = 0; stop < times.Length; stop++)
            {
                if (!double.IsNaN(times[stop]))
                {
                    double scheduled = schedule.ToUnixSeconds(this.dates[trip], schedule.Trips.Arrivals(trip)[stop]);
                    this.events.Add((times[stop] + 30, trip, stop, times[stop] - scheduled));
                }
            }
        }

        this.events.Sort((a, b) => a.Seen.CompareTo(b.Seen));
    }
}
