using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Training.Truth;

/// <summary>True arrivals of many runs.</summary>
public sealed class ArrivalTruth
{
    private readonly Schedule schedule;
    private readonly Dictionary<(TripInstance Trip, string? Vehicle), TrueRun> open = [];
    private readonly Dictionary<int, List<TrueRun>> byTrip = [];

    /// <summary>Starts empty.</summary>
    /// <param name="schedule">The timetable that trips and stops are of.</param>
    public ArrivalTruth(Schedule schedule) => this.schedule = schedule;

    /// <summary>The runs, in the order of their trips; complete after <see cref="Close"/>.</summary>
    public IReadOnlyList<TrueRun> Runs { get; private set; } = [];

    /// <summary>Arrivals that were taken.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Rows of trips that the timetable does not have.</summary>
    public long UnknownTrips { get; private set; }

    /// <summary>Rows of stops that the trip does not have, and rows of runs by headway without their start.</summary>
    public long UnknownStops { get; private set; }

    /// <summary>Arrivals left out since they contradict the order of the run's stops.</summary>
    public long OutOfOrder { get; private set; }

    /// <summary>The last true time; negative infinity without any.</summary>
    public double Ends { get; private set; } = double.NegativeInfinity;

    /// <summary>Takes one arrival.</summary>
    /// <param name="trip">Index of the trip; -1: the timetable does not have it.</param>
    /// <param name="date">Its service day.</param>
    /// <param name="start">Service time of the start, seconds; null: the timetable's.</param>
    /// <param name="vehicle">Who ran it; null: not told.</param>
    /// <param name="stopSequence">stop_sequence of stop_times.txt.</param>
    /// <param name="arrival">Unix seconds; NaN: not known.</param>
    /// <param name="departure">Unix seconds; NaN: not known.</param>
    public void Add(int trip, ServiceDate date, int? start, string? vehicle, int stopSequence, double arrival, double departure)
    {
        if (trip < 0 || this.schedule.Trips.PatternIndex(trip) < 0)
        {
            this.UnknownTrips++;
            return;
        }

        int stop = this.schedule.Trips.StopSequences(trip).IndexOf(stopSequence);
        bool byHeadway = this.schedule.Trips.Frequencies(trip).Length > 0;
        if (stop < 0 || (byHeadway && start is null))
        {
            this.UnknownStops++;
            return;
        }

        TripInstance instance = new(trip, date, byHeadway ? start!.Value : this.schedule.Trips.StartSeconds(trip));
        if (!this.open.TryGetValue((instance, vehicle), out TrueRun? run))
        {
            run = new TrueRun(this.schedule, instance, vehicle);
            this.open.Add((instance, vehicle), run);
        }

        this.Arrivals += double.IsNaN(run.Arrivals[stop]) && !double.IsNaN(arrival) ? 1 : 0;
        run.Arrivals[stop] = arrival;
        run.Departures[stop] = departure;
    }

    /// <summary>Takes a run that was put together elsewhere.</summary>
    public void Add(TrueRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        this.open[(run.Trip, run.Vehicle)] = run;
        this.Arrivals += run.Arrivals.Count(a => !double.IsNaN(a));
    }

    /// <summary>Ends the taking of arrivals: runs can be found from now on.</summary>
    public void Close()
    {
        TrueRun[] runs = [.. this.open.Values.OrderBy(r => r.Trip).ThenBy(r => r.Vehicle, StringComparer.Ordinal)];
        foreach (TrueRun run in runs)
        {
            int left = run.Close();
            this.Arrivals -= left;
            this.OutOfOrder += left;
            this.Ends = Math.Max(this.Ends, run.Ends);
            if (!this.byTrip.TryGetValue(run.Trip.TripIndex, out List<TrueRun>? own))
            {
                this.byTrip.Add(run.Trip.TripIndex, own = []);
            }

            own.Add(run);
        }

        this.Runs = runs;
        this.open.Clear();
    }

    /// <summary>The runs of a trip, on all days.</summary>
    public IReadOnlyList<TrueRun> RunsOf(int trip) => this.byTrip.TryGetValue(trip, out List<TrueRun>? own) ? own : [];

    /// <summary>The run that a report of a trip speaks of: of its day, or where it tells none, the one nearest in time.</summary>
    public TrueRun? Find(int trip, ServiceDate? date, double moment)
    {
        TrueRun? best = null;
        double nearest = double.PositiveInfinity;
        foreach (TrueRun run in this.RunsOf(trip))
        {
            double off = moment < run.Begins ? run.Begins - moment : Math.Max(0, moment - run.Ends);
            if ((date is null || run.Trip.ServiceDate == date) && off < nearest)
            {
                (best, nearest) = (run, off);
            }
        }

        return best;
    }
}
