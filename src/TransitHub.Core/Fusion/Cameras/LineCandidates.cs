using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>Lists the runs that passages at a line may be of, sorted as <see cref="LineAssociation"/> wants them.</summary>
internal sealed class LineCandidates(
    Schedule schedule, PassTimes times, LineCrossers crossers, SightedRuns sighted, HeadwayStarts starts, CameraOptions options, int maxDelaySeconds)
{
    /// <summary>The timetable is counted over so long, seconds, and a line with fewer passes counts as one with so many: others drive there too.</summary>
    private const double RateSeconds = 3600;
    private const int LeastPerHour = 4;

    private readonly List<ScheduledPass> scheduled = [];
    private readonly List<LineCandidate> found = [];

    /// <summary>The runs, and how many passes the timetable has for each second about then.</summary>
    /// <param name="line">The line.</param>
    /// <param name="passages">Its passages, in the order of time.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public (List<LineCandidate> Runs, double Rate) Find(CameraLine line, List<WaitingPassage> passages, double now)
    {
        double from = passages[0].At;
        double to = passages[^1].At;
        this.scheduled.Clear();
        this.found.Clear();
        line.Timetable.Find(from - maxDelaySeconds, to + options.GateSeconds, this.scheduled);
        int near = 0;
        foreach (ScheduledPass pass in this.scheduled)
        {
            near += Math.Abs(pass.At - ((from + to) / 2)) < RateSeconds / 2 ? 1 : 0;
            this.Add(line, passages, pass, now);
        }

        this.AddByHeadway(line, passages, now);
        this.found.Sort(static (a, b) =>
            a.Pass.Pattern != b.Pass.Pattern ? a.Pass.Pattern.CompareTo(b.Pass.Pattern)
            : a.Pass.Ordinal != b.Pass.Ordinal ? a.Pass.Ordinal.CompareTo(b.Pass.Ordinal)
            : a.Expectation.Middle != b.Expectation.Middle ? a.Expectation.Middle.CompareTo(b.Expectation.Middle)
            : a.Trip.CompareTo(b.Trip));
        return (this.found, Math.Max(LeastPerHour / RateSeconds, (near / RateSeconds) + starts.RateAt(line, (from + to) / 2)));
    }

    private void Add(CameraLine line, List<WaitingPassage> passages, ScheduledPass scheduledPass, double now)
    {
        LinePass pass = line.Passes[scheduledPass.Pass];
        TripInstance trip = new(scheduledPass.Trip, scheduledPass.Date, schedule.Trips.StartSeconds(scheduledPass.Trip));
        int route = schedule.Trips.RouteIndex(trip.TripIndex);
        SightedRun? run = sighted.Find(trip);
        if (run is not null && run.ProbabilityAt(pass.Ordinal) >= PassTimes.LeastPossible && run.PassedAt(pass.Ordinal) < passages[0].At)
        {
            return; // Of a passage that is no longer weighed.
        }

        VehicleTrack? vehicle = crossers.HeardOn(trip);
        Expectation? expectation = vehicle is { Run.IsUnderWay: true }
            ? crossers.Of(vehicle, pass, line.Clock, now)
            : times.Of(trip, run, pass, scheduledPass.At, now);
        if (expectation is { } expected && passages.Exists(p => expected.Density(p.At) > 0))
        {
            this.found.Add(new LineCandidate(trip, pass, route, expected));
        }
    }

    /// <summary>Runs by headway are those of vehicles that are heard of, and those that cameras may have seen: the timetable has none.</summary>
    private void AddByHeadway(CameraLine line, List<WaitingPassage> passages, double now)
    {
        foreach (LinePass pass in line.Passes)
        {
            if (starts.On(pass.Pattern) is not { } runs)
            {
                continue;
            }

            foreach (SightedRun run in runs)
            {
                bool isOver = run.ProbabilityAt(pass.Ordinal) >= PassTimes.LeastPossible && run.PassedAt(pass.Ordinal) < passages[0].At;
                if (!isOver && crossers.HeardOn(run.Run.Trip) is null
                    && (HeadwayStarts.AtBegin(run, pass) ?? times.OfSighted(run, pass, now)) is { } expected
                    && passages.Exists(p => expected.Density(p.At) > 0))
                {
                    this.found.Add(new LineCandidate(run.Run.Trip, pass, run.Run.RouteIndex, expected));
                }
            }
        }

        foreach ((RunTrack run, LinePass pass, double at, double spread) in line.Crossers)
        {
            Expectation expectation = crossers.AtCrossing(at, spread, line.Clock, line.Tells);
            if (run.ByHeadway && passages.Exists(p => expectation.Density(p.At) > 0) && !this.found.Exists(c => c.Trip == run.Trip && c.Pass.Ordinal == pass.Ordinal))
            {
                this.found.Add(new LineCandidate(run.Trip, pass, run.RouteIndex, expectation));
            }
        }
    }
}
