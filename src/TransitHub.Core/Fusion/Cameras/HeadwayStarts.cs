using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Fusion.Service;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Begins runs of patterns by headway (frequencies.txt, exact_times=0), which the timetable does not list: a passage that fits such a pattern and no run
/// known there may be of a vehicle that no line before has told of. It is believed as far as that is likelier than a passage of nothing, and looked
/// for at the next lines.
/// </summary>
internal sealed class HeadwayStarts
{
    /// <summary>From this probability on a run is begun: as one that might be, below that at which it is shown.</summary>
    private const double LeastBegun = 0.3;

    /// <summary>So long after the passage, seconds: vehicles that report have told by then that they crossed the line.</summary>
    private const double AfterSeconds = 60;

    /// <summary>Scale of when a run passed the line that it was begun at, seconds, the gate around it, and the density there for a weight of one.</summary>
    private const double OwnScale = 5;
    private const double OwnGate = 15;
    private const double OwnDensity = 0.07;

    /// <summary>Runs that begin in the same second get seconds of their own; more than this many cannot.</summary>
    private const int MostAtOnce = 120;

    private readonly Schedule schedule;
    private readonly CameraLines lines;
    private readonly SightedRuns sighted;
    private readonly TripOwners owners;
    private readonly PassageEvidence evidence;
    private readonly PassTimes times;
    private readonly HeadwayHours hours;
    private readonly List<SightedRun>?[] byPattern;
    private readonly bool[] runsByHeadway;

    public HeadwayStarts(
        Schedule schedule, CameraLines lines, SightedRuns sighted, TripOwners owners, PassageEvidence evidence, PassTimes times, HeadwayHours hours)
    {
        this.schedule = schedule;
        this.lines = lines;
        this.sighted = sighted;
        this.owners = owners;
        this.evidence = evidence;
        this.times = times;
        this.hours = hours;
        this.byPattern = new List<SightedRun>?[schedule.Patterns.Count];
        this.runsByHeadway = [.. Enumerable.Range(0, schedule.Patterns.Count).Select(p => RunsByHeadway(schedule, p))];
    }

    /// <summary>The runs of a pattern by headway that cameras may have seen lately; null: none.</summary>
    public List<SightedRun>? On(int pattern) => this.byPattern[pattern];

    /// <summary>Keeps a run by headway, to be looked for at the lines ahead.</summary>
    public void Keep(SightedRun run)
    {
        List<SightedRun> own = this.byPattern[run.Run.Pattern] ??= [];
        if (!own.Contains(run))
        {
            own.Add(run);
        }
    }

    /// <summary>Passes of runs by headway at a line, for each second.</summary>
    public double RateAt(CameraLine line, double at)
    {
        double rate = 0;
        foreach (LinePass pass in line.Passes)
        {
            rate += this.runsByHeadway[pass.Pattern] && this.hours.Find(pass.Pattern, at) is { } hour ? 1.0 / hour.Seconds : 0;
        }

        return rate;
    }

    /// <summary>Notes how dense, for each second, passages like these are of runs by headway that no line has told of.</summary>
    public void Weigh(CameraLine line, List<WaitingPassage> passages)
    {
        foreach (WaitingPassage passage in passages)
        {
            if (passage.Newcomers >= 0)
            {
                continue;
            }

            passage.Newcomers = 0;
            foreach (LinePass pass in line.Passes)
            {
                passage.Newcomers += this.Density(line, pass, passage, out _);
            }
        }
    }

    /// <summary>Begins the run that a passage is likeliest of, if it may be of one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="passage">The passage.</param>
    /// <param name="none">Probability that it is of no run known, [0, 1].</param>
    /// <param name="nothing">Density of passages of nothing, for each second.</param>
    /// <param name="now">The present, Unix seconds.</param>
    /// <returns>True when it was begun.</returns>
    public bool Begin(CameraLine line, WaitingPassage passage, double none, double nothing, double now)
    {
        if (passage.Begun || passage.Newcomers <= 0 || now - passage.At < AfterSeconds)
        {
            return false;
        }

        LinePass best = default;
        HeadwayHour hour = default;
        double most = 0;
        foreach (LinePass pass in line.Passes)
        {
            double density = this.Density(line, pass, passage, out HeadwayHour own);
            (best, hour, most) = density > most ? (pass, own, density) : (best, hour, most);
        }

        double probability = none * most / (nothing + passage.Newcomers);
        if (probability < LeastBegun || this.Name(hour, passage.At - this.Way(hour.Trip, best)) is not { } trip)
        {
            return false;
        }

        passage.Begun = true;
        SightedRun run = this.sighted.FindOrAdd(trip);
        run.Begun = (best.Ordinal, passage.At, this.Rate(line, best, passage.At, hour));
        this.Keep(run);
        return true;
    }

    /// <summary>Expects a run at the line that it was begun at, so that its own passage is weighed for it as it was when it began.</summary>
    public static Expectation? AtBegin(SightedRun run, LinePass pass) => run.Begun is { } begun && begun.Ordinal == pass.Ordinal
        ? new Expectation(begun.At, OwnScale, Math.Min(0.9, begun.Rate / OwnDensity)) { Gate = OwnGate }
        : null;

    /// <summary>Lets go of those that are no longer known.</summary>
    public void Forget()
    {
        foreach (List<SightedRun>? own in this.byPattern)
        {
            own?.RemoveAll(r => this.sighted.Find(r.Run.Trip) != r);
        }
    }

    private static bool RunsByHeadway(Schedule schedule, int pattern)
    {
        foreach (int trip in schedule.Patterns.Trips(pattern))
        {
            foreach (FrequencyWindow window in schedule.Trips.Frequencies(trip))
            {
                if (!window.ExactTimes && schedule.Trips.RouteIndex(trip) >= 0 && schedule.Trips.ServiceIndex(trip) >= 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private double Density(CameraLine line, LinePass pass, WaitingPassage passage, out HeadwayHour hour)
    {
        hour = default;
        if (!this.runsByHeadway[pass.Pattern] || this.hours.Find(pass.Pattern, passage.At) is not { } found)
        {
            return 0;
        }

        hour = found;
        return this.Rate(line, pass, passage.At, hour) * this.evidence.OfRun(passage, this.schedule.Trips.RouteIndex(hour.Trip), pass.Direction, line.Names);
    }

    /// <summary>How often a vehicle is seen there that no line before has told of, for each second.</summary>
    private double Rate(CameraLine line, LinePass pass, double at, HeadwayHour hour) =>
        line.Tells / hour.Seconds * this.times.Unseen(pass, at, this.Way(hour.Trip, pass) / Math.Max(1, pass.Offset));

    /// <summary>Seconds from the first stop to the line by the timetable.</summary>
    private double Way(int trip, LinePass pass) => RunTimes.SecondsAt(this.schedule, trip, pass.Offset) - this.schedule.Trips.StartSeconds(trip);

    /// <summary>A start of its own, which no other run of the trip has.</summary>
    private TripInstance? Name(HeadwayHour hour, double start)
    {
        TripInstance trip = new(hour.Trip, hour.Date, (int)(start - this.schedule.ServiceDayStart(hour.Date)));
        for (int i = 0; i < MostAtOnce; i++)
        {
            if (this.owners.Owner(trip) is null && this.sighted.Find(trip) is null)
            {
                return trip.StartSeconds < 0 ? null : trip;
            }

            trip = trip with { StartSeconds = trip.StartSeconds + 1 };
        }

        return null;
    }
}
