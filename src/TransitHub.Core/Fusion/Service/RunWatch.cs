using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// Watches for the runs of the timetable: notes when each is first seen, and doubts those that are not. Knows only the runs that are due or
/// under way by the timetable, so its cost follows the service of the hour and not the size of the feed.
/// </summary>
internal sealed class RunWatch
{
    /// <summary>Doubts are looked at so often, seconds.</summary>
    private const double Every = 15;

    /// <summary>A run that nobody saw so long after its start counts as missed, until it is seen after all; seconds of hearing.</summary>
    private const double MissedAfter = 600;

    private readonly Schedule schedule;
    private readonly TripOwners owners;
    private readonly SnapshotTable<TripInstance, UnseenRun> table;
    private readonly DepartureCursor cursor;
    private readonly ServiceLines lines;
    private readonly SightStatistics statistics;
    private readonly RunDoubt doubt;
    private readonly LateBlocks blocks;
    private readonly HearingClock hearing = new();
    private readonly Dictionary<TripInstance, ExpectedRun> runs = [];
    private readonly List<TripInstance> started = [];
    private readonly List<ExpectedRun> open = [];
    private readonly Queue<ExpectedRun> leaving = [];
    private Timestamp now;
    private Timestamp lookedAt;
    private bool hasBegun;

    /// <param name="schedule">The static feed.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="owners">Which vehicle has which run.</param>
    /// <param name="tracks">All vehicles.</param>
    /// <param name="table">Takes what readers see.</param>
    /// <param name="silentAfterSeconds">A vehicle that is silent for so long speaks for no run.</param>
    public RunWatch(
        Schedule schedule,
        ServiceOptions options,
        TripOwners owners,
        Func<IEnumerable<VehicleTrack>> tracks,
        SnapshotTable<TripInstance, UnseenRun> table,
        double silentAfterSeconds)
    {
        this.schedule = schedule;
        this.owners = owners;
        this.table = table;
        this.cursor = new DepartureCursor(schedule);
        this.lines = new ServiceLines(schedule);
        this.statistics = new SightStatistics(this.lines, options.LeastCoverage);
        this.doubt = new RunDoubt(options, this.statistics, new UnplacedVehicles(schedule, this.lines, silentAfterSeconds), tracks);
        this.blocks = new LateBlocks(schedule, owners);
    }

    /// <summary>Runs called canceled so far.</summary>
    public long Canceled { get; private set; }

    /// <summary>Runs of these that were seen after all.</summary>
    public long Withdrawn { get; private set; }

    /// <summary>Takes note of a report, and of the run that its vehicle has now.</summary>
    public void Note(VehicleTrack track, Timestamp at)
    {
        this.hearing.Hear(at);
        if (track.Run is not { } run || run.Sight == (run.IsUnderWay ? RunSight.UnderWay : RunSight.Seen) || run.ByHeadway || run.RouteIndex < 0)
        {
            return;
        }

        run.Sight = run.IsUnderWay ? RunSight.UnderWay : RunSight.Seen;
        ExpectedRun? expected = this.FindOrAdd(run.Trip);
        if (expected is null)
        {
            return;
        }

        if (!expected.IsSeen)
        {
            expected.IsSeen = true;
            this.statistics.Seen(expected, this.SecondsAfterStart(expected, at));
        }

        expected.IsUnderWay |= run.IsUnderWay;
        expected.WasServed |= at.UnixSeconds >= expected.Start;
        this.Withdrawn += expected.State == RunState.Canceled ? 1 : 0;
        this.Believe(expected, RunState.Expected, 1, at);
    }

    /// <summary>Lets time pass.</summary>
    public void Advance(Timestamp now)
    {
        this.now = now;
        this.hasBegun = true;
        this.started.Clear();
        this.cursor.Take(now, this.started);
        foreach (TripInstance trip in this.started)
        {
            this.Start(trip, now);
        }

        if (now.SecondsSince(this.lookedAt) >= Every)
        {
            this.lookedAt = now;
            this.Look(now);
        }
    }

    private void Start(TripInstance trip, Timestamp now)
    {
        if (!this.runs.TryGetValue(trip, out ExpectedRun? run))
        {
            run = this.Make(trip);
            this.runs.Add(trip, run);
            this.leaving.Enqueue(run);
        }

        run.HeardAtStart = this.hearing.At(now);
        if (!run.IsUnderWay)
        {
            this.open.Add(run);
        }
    }

    private ExpectedRun? FindOrAdd(TripInstance trip)
    {
        if (this.runs.TryGetValue(trip, out ExpectedRun? run))
        {
            return run;
        }

        // Started before this hub listened, or long ago: whether it was seen before is not known.
        run = this.Make(trip);
        if (!this.hasBegun || run.Start <= this.now.UnixSeconds)
        {
            return null;
        }

        this.runs.Add(trip, run);
        this.leaving.Enqueue(run);
        return run;
    }

    private ExpectedRun Make(TripInstance trip)
    {
        TripTable trips = this.schedule.Trips;
        double zero = this.schedule.ServiceDayStart(trip.ServiceDate);
        return new ExpectedRun(
            trip,
            this.lines.Of(trips.RouteIndex(trip.TripIndex)),
            trips.PatternIndex(trip.TripIndex),
            zero + trips.StartSeconds(trip.TripIndex),
            zero + trips.EndSeconds(trip.TripIndex));
    }

    private void Look(Timestamp now)
    {
        this.doubt.BeginRound();
        int kept = 0;
        for (int i = 0; i < this.open.Count; i++)
        {
            ExpectedRun run = this.open[i];
            if (run.IsUnderWay)
            {
                continue;
            }

            if (now.UnixSeconds >= run.OverAt)
            {
                this.Believe(run, RunState.Expected, 1, now);
                continue;
            }

            this.open[kept++] = run;
            this.Judge(run, now);
        }

        this.open.RemoveRange(kept, this.open.Count - kept);
        this.Forget(now);
    }

    private void Judge(ExpectedRun run, Timestamp now)
    {
        run.WasServed |= this.owners.Holder(run.Trip) is not null;
        if (now.UnixSeconds >= run.End || this.owners.Owner(run.Trip) is not null || this.blocks.IsComing(run.Trip))
        {
            this.Believe(run, RunState.Expected, 1, now);
            return;
        }

        double seconds = this.SecondsAfterStart(run, now);
        if (seconds >= MissedAfter && !run.IsSeen && !run.IsMissed)
        {
            run.IsMissed = true;
            this.statistics.Missed(run);
        }

        // A cancellation stands until a vehicle is found; what else is believed follows the evidence.
        if (run.State != RunState.Canceled)
        {
            (RunState state, double probability) = this.doubt.Of(run, seconds, now);
            this.Believe(run, state, probability, now);
        }
    }

    private double SecondsAfterStart(ExpectedRun run, Timestamp at) =>
        double.IsNaN(run.HeardAtStart) ? at.UnixSeconds - run.Start : this.hearing.At(at) - run.HeardAtStart;

    private void Believe(ExpectedRun run, RunState state, double probability, Timestamp now)
    {
        if (state == run.State)
        {
            return;
        }

        this.Canceled += state == RunState.Canceled ? 1 : 0;
        run.State = state;
        if (state == RunState.Expected)
        {
            this.table.Remove(run.Trip);
        }
        else
        {
            this.table.Set(new UnseenRun { Trip = run.Trip, State = state, Since = now, Probability = (float)probability });
        }
    }

    /// <summary>Drops the runs whose time is over; they come in about the order of their starts.</summary>
    private void Forget(Timestamp now)
    {
        while (this.leaving.TryPeek(out ExpectedRun? run) && now.UnixSeconds >= run.OverAt)
        {
            this.leaving.Dequeue();
            this.runs.Remove(run.Trip);
        }
    }
}
