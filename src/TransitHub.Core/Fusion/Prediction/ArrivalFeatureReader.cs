using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Reads the features (<see cref="ArrivalFeatures.Names"/>) of the stops ahead of one run, stop after stop, so that what adds
/// up on the way is added up once.
/// </summary>
internal sealed class ArrivalFeatureReader(Schedule schedule, LinkTimes links, RunErrors errors)
{
    private const double DaySeconds = 86_400;

    /// <summary>Keeps ratios of short ways near 1, seconds.</summary>
    private const double RatioSeconds = 30;

    /// <summary>An age that stands for a link on which nobody was seen, seconds.</summary>
    private const double LongAgo = 7200;

    /// <summary>Width of the middle 80 % of a normal distribution, standard deviations.</summary>
    private const double NormalWidth = 2.5631;

    private const double LeastSpread = 0.2;

    private RunTrack run = null!;
    private double now;
    private double along;
    private double delay;
    private double delayChange;
    private double silence;
    private double timetable;
    private double quick;
    private double slow;
    private double fresh;
    private double known;
    private double dwell;
    private double nextAge;
    private int counted;
    private bool isNextRun;
    private bool isBoat;
    private bool isRail;

    /// <summary>Begins a run; <see cref="Read"/> then takes its stops in order from <see cref="RunTrack.NextStop"/> on.</summary>
    public void Begin(VehicleTrack track, RunTrack run, double now)
    {
        this.run = run;
        this.now = now;
        this.isNextRun = track.Run != run;
        bool isPlaced = !this.isNextRun && track.Tracker.IsFollowing;
        this.along = isPlaced ? track.Tracker.Along : run.Offsets[0];
        this.delay = track.Run is { } present ? VehicleView.DelayOf(track, present) ?? 0 : 0;
        this.delayChange = DelayChange(run);
        this.silence = Math.Max(0, now - (track.Last.CorrectedAt.UnixMilliseconds / 1000.0));
        (this.timetable, this.quick, this.slow, this.fresh, this.known, this.dwell, this.counted) = (0, 0, 0, 0, 0, 0, 0);
        int routeType = schedule.Routes.Type(run.RouteIndex);
        this.isBoat = ModeTraits.Of(routeType, isStraight: false).HeadingConcentration < 8;
        this.isRail = !this.isBoat && routeType is 0 or 1 or 2 or 5 or 12 or (>= 100 and < 200) or (>= 400 and < 500) or (>= 900 and < 1000);
        this.nextAge = LongAgo;
    }

    /// <summary>Reads the features of the next stop.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="row">Takes <see cref="ArrivalFeatures.Count"/> values.</param>
    /// <returns>The unit of the answer.</returns>
    public AnswerUnit Read(int stop, Span<float> row)
    {
        double age = this.PassLink(stop);
        AnswerUnit unit = this.UnitOf(stop);
        double raw = Math.Sqrt(this.run.Variance[stop]);
        double expected = this.run.Expected[stop] + (unit.Center * raw);
        double ahead = Math.Max(0, expected - this.now);
        double deviation = unit.Spread * raw;
        double scheduled = this.run.ByHeadway ? 0 : this.run.ScheduledArrival(stop) - expected;
        double meters = Math.Max(0, this.run.Offsets[stop] - this.along);
        double way = this.run.Offsets[stop] - this.run.Offsets[this.run.NextStop];
        double formula = this.run.Expected[stop] - this.run.Expected[this.run.NextStop];
        double phase = (this.run.Expected[stop] - schedule.ServiceDayStart(this.run.Trip.ServiceDate)) / DaySeconds * 2 * Math.PI;
        int links = Math.Max(1, this.counted);
        int at = 0;
        Put(row, Log(ahead));
        Put(row, Math.Min(60, ahead / 60));
        Put(row, Math.Log(deviation / 10));
        Put(row, deviation / (ahead + 60));
        Put(row, Math.Clamp(scheduled / deviation, -6, 6));
        Put(row, SignedLog(scheduled));
        Put(row, SignedLog(this.delay));
        Put(row, SignedLog(this.delayChange));
        Put(row, this.run.Pace);
        Put(row, Log(this.silence));
        Put(row, Math.Log(1 + stop - this.run.NextStop));
        Put(row, Math.Log(1 + (meters / 1000)));
        Put(row, Math.Log((meters + 50) / (ahead + 10)));
        Put(row, Math.Log((way + 50) / (this.timetable + 10)));
        Put(row, this.Ratio(formula));
        Put(row, this.Ratio(this.quick));
        Put(row, this.Ratio(this.slow));
        Put(row, this.fresh / links);
        Put(row, this.known / links);
        Put(row, Log(age));
        Put(row, Log(this.nextAge));
        Put(row, Flag(!this.isNextRun && this.run.IsStanding));
        Put(row, Flag(!this.run.IsUnderWay));
        Put(row, Flag(this.isNextRun));
        Put(row, Flag(this.run.ByHeadway));
        Put(row, (double)stop / this.run.LastStop);
        Put(row, (double)this.run.NextStop / this.run.StopCount);
        Put(row, Log(this.StandingSeconds()));
        Put(row, this.run.IsUnderWay || this.run.ByHeadway ? 0 : SignedLog(this.run.ScheduledStart - this.now));
        Put(row, Log(this.dwell));
        Put(row, Math.Sin(phase));
        Put(row, Math.Cos(phase));
        Put(row, Flag(this.run.Trip.ServiceDate.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Put(row, Flag(this.isBoat));
        Put(row, Flag(this.isRail));
        return unit;

        void Put(Span<float> target, double value) =>
            target[at++] = double.IsFinite(value) ? (float)Math.Clamp(value, -ArrivalFeatures.Bound, ArrivalFeatures.Bound) : 0;
    }

    private AnswerUnit UnitOf(int stop)
    {
        Span<double> scores = stackalloc double[6];
        errors.Of(this.run).Read(Math.Max(0, this.run.Expected[stop] - this.now), scores);
        return new AnswerUnit(scores[2], Math.Max(LeastSpread, (scores[4] - scores[0]) / NormalWidth));
    }

    /// <summary>Adds up the link that leads to a stop; the one the vehicle is on counts for freshness only, since part of it is behind.</summary>
    /// <returns>Seconds since a vehicle was last seen to take it.</returns>
    private double PassLink(int stop)
    {
        if (stop == 0)
        {
            return LongAgo;
        }

        double start = stop == 1 ? this.run.ScheduledDeparture(0) : this.run.ScheduledArrival(stop - 1);
        double scheduled = this.run.ScheduledArrival(stop) - start;
        LinkEvidence link = links.EvidenceOf(this.run.Links[stop - 1], scheduled, this.now);
        this.counted++;
        this.fresh += link.QuickWeight / (1 + link.QuickWeight);
        this.known += link.SlowWeight / (1 + link.SlowWeight);
        double age = Math.Clamp(link.AgeSeconds, 0, LongAgo);
        if (stop == this.run.NextStop)
        {
            this.nextAge = age;
            return age;
        }

        this.timetable += scheduled;
        this.quick += link.QuickWeight > 0.05 ? link.QuickSeconds : scheduled;
        this.slow += link.SlowWeight > 0.05 ? link.SlowSeconds : scheduled;
        this.dwell += Math.Max(0, this.run.ScheduledDeparture(stop - 1) - this.run.ScheduledArrival(stop - 1));
        return age;
    }

    /// <summary>How much later it was at the stop passed last than three stops before; 0 where either is not known.</summary>
    private static double DelayChange(RunTrack run)
    {
        int last = run.NextStop - 1;
        int before = last - 3;
        if (before < 0 || double.IsNaN(run.Arrived[last]) || double.IsNaN(run.Arrived[before]))
        {
            return 0;
        }

        return run.Arrived[last] - run.ScheduledArrival(last) - (run.Arrived[before] - run.ScheduledArrival(before));
    }

    private double StandingSeconds() =>
        !this.isNextRun && this.run is { IsStanding: true, NextStop: > 0 } ? Math.Max(0, this.now - this.run.Arrived[this.run.NextStop - 1]) : 0;

    private double Ratio(double seconds) => Math.Log((Math.Max(0, seconds) + RatioSeconds) / (Math.Max(0, this.timetable) + RatioSeconds));

    private static double Log(double seconds) => Math.Log(1 + (Math.Max(0, seconds) / 60));

    private static double SignedLog(double seconds) => Math.Sign(seconds) * Log(Math.Abs(seconds));

    private static double Flag(bool value) => value ? 1 : 0;
}
