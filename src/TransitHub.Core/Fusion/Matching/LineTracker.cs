using TransitHub.Core.Observations;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Where a fix was placed on the line of the run.</summary>
/// <param name="Found">False: nowhere within reach.</param>
/// <param name="Along">Meters along the line.</param>
/// <param name="Distance">Meters from the line; when not found, more than the reach.</param>
/// <param name="Certainty">Share of the belief that rests on this place, (0, 1].</param>
internal readonly record struct LineFix(bool Found, double Along, float Distance, float Certainty);

/// <summary>
/// Follows a vehicle along the line of its run with up to four hypotheses, so that loops, lines that come back on
/// themselves and stops served twice are told apart by progress, heading and timetable instead of by distance alone.
/// </summary>
internal sealed class LineTracker
{
    public const int MaxHypotheses = 4;

    /// <summary>A vehicle may seem to go back this far between two fixes (GPS error, a bay behind the stop), meters.</summary>
    private const double BackTolerance = 30;

    /// <summary>A fix on the line so far behind may be of a vehicle that has not gone back, meters.</summary>
    private const double StayMeters = 400;

    /// <summary>Added to the way a vehicle can make, meters: fixes err and clocks are rounded.</summary>
    private const double WindowMargin = 200;

    /// <summary>A hypothesis this much less likely than the best (logarithm) is given up.</summary>
    private const double DeathGap = 12;

    /// <summary>Hypotheses nearer to each other than this are one, meters.</summary>
    private const double MergeMeters = 20;

    private readonly Hypothesis[] hypotheses = new Hypothesis[MaxHypotheses];
    private readonly Hypothesis[] next = new Hypothesis[MaxHypotheses];
    private int count;
    private double fixAt;

    /// <summary>True while it knows where on the line the vehicle is.</summary>
    public bool IsFollowing => this.count > 0;

    /// <summary>The best hypothesis, meters along.</summary>
    public double Along => this.hypotheses[0].Along;

    /// <summary>Speed along the line, m/s, smoothed.</summary>
    public double Speed => this.hypotheses[0].Speed;

    /// <summary>Moment of the newest fix used, Unix seconds.</summary>
    public double FixAt => this.fixAt;

    /// <summary>Cross-track error of this vehicle, meters, learned: 3 to 20.</summary>
    public double Sigma { get; private set; } = 8;

    public void Forget() => this.count = 0;

    /// <summary>Looks for the vehicle on the whole line: at sign-on, or after it was lost.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">The fix.</param>
    /// <param name="at">Its moment, Unix seconds.</param>
    /// <param name="traits">What is usual for the mode.</param>
    public LineFix Find(RunTrack run, AvlReport report, double at, ModeTraits traits)
    {
        run.Line.ToLocal(report.Latitude, report.Longitude, out float x, out float y);
        Span<LinePlace> places = stackalloc LinePlace[MaxHypotheses];
        int found = LineProjection.Find(run.Line, x, y, 0, double.MaxValue, traits.Reach, places);
        this.count = 0;
        for (int i = 0; i < found; i++)
        {
            LinePlace place = places[i];
            double weight = Evidence.OfDistance(place.Distance, this.Sigma)
                + Evidence.OfHeading(report.Bearing, place.Bearing, report.SpeedMps ?? 3, traits.HeadingConcentration)
                + (run.ByHeadway ? 0 : Evidence.OfDelay(DelayAt(run, place.Along, at)));
            this.count = Insert(this.hypotheses, this.count, new Hypothesis(place.Along, report.SpeedMps ?? 0, weight, place.Distance));
        }

        return this.Settle(at);
    }

    /// <summary>Looks ahead of where the vehicle was.</summary>
    public LineFix Follow(RunTrack run, AvlReport report, double at, ModeTraits traits)
    {
        double elapsed = Math.Max(0, at - this.fixAt);
        run.Line.ToLocal(report.Latitude, report.Longitude, out float x, out float y);
        double ahead = (traits.MaxSpeed * elapsed) + WindowMargin;
        double back = BackTolerance + (2 * this.Sigma);
        Span<LinePlace> places = stackalloc LinePlace[MaxHypotheses];
        int kept = 0;
        for (int h = 0; h < this.count; h++)
        {
            Hypothesis from = this.hypotheses[h];
            int found = LineProjection.Find(run.Line, x, y, from.Along - back, from.Along + ahead, traits.Reach, places);
            for (int i = 0; i < found; i++)
            {
                LinePlace place = places[i];
                double move = place.Along - from.Along;
                if (move < -back || move > ahead)
                {
                    continue;
                }

                double speed = elapsed > 0 ? Math.Clamp(move / elapsed, 0, traits.MaxSpeed) : from.Speed;
                double weight = from.LogWeight
                    + Evidence.OfDistance(place.Distance, this.Sigma)
                    + Evidence.OfHeading(report.Bearing, place.Bearing, report.SpeedMps ?? speed, traits.HeadingConcentration)
                    + Evidence.OfMove(move, Math.Min(from.Speed * elapsed, ahead), elapsed, this.Sigma);
                double smooth = report.SpeedMps ?? (from.Speed + ((speed - from.Speed) * Math.Min(1, elapsed / 30)));
                kept = Insert(this.next, kept, new Hypothesis(place.Along, smooth, weight, place.Distance));
            }
        }

        if (kept == 0)
        {
            return new LineFix(false, this.Along, traits.Reach + 1, 0);
        }

        this.next.AsSpan(0, kept).CopyTo(this.hypotheses);
        this.count = kept;
        return this.Settle(at);
    }

    /// <summary>
    /// The place where it was, for a fix on the line that lies too far back to be followed: in a bay, or a bad fix. Not found where it is not
    /// on the line at all.
    /// </summary>
    public LineFix Stay(RunTrack run, AvlReport report, ModeTraits traits)
    {
        run.Line.ToLocal(report.Latitude, report.Longitude, out float x, out float y);
        Span<LinePlace> places = stackalloc LinePlace[1];
        return LineProjection.Find(run.Line, x, y, this.Along - StayMeters, this.Along, traits.Corridor, places) > 0
            ? new LineFix(true, this.Along, places[0].Distance, 0.5f)
            : new LineFix(false, this.Along, traits.Reach + 1, 0);
    }

    /// <summary>Learns the vehicle's own cross-track error from a fix that is surely on the line.</summary>
    public void LearnNoise(double distance) =>
        this.Sigma = Math.Clamp(this.Sigma + (0.05 * ((distance * 1.25) - this.Sigma)), 3, 20);

    private static double DelayAt(RunTrack run, double along, double at)
    {
        double delay = at - run.ScheduledAt(along);
        bool waitsAtStart = delay < 0 && along - run.Offsets[0] < 250;
        return waitsAtStart ? 60 : delay;
    }

    private static int Insert(Hypothesis[] sorted, int count, Hypothesis item)
    {
        for (int i = 0; i < count; i++)
        {
            if (Math.Abs(sorted[i].Along - item.Along) < MergeMeters)
            {
                if (item.LogWeight <= sorted[i].LogWeight)
                {
                    return count;
                }

                Array.Copy(sorted, i + 1, sorted, i, count - i - 1);
                count--;
                break;
            }
        }

        int place = count;
        while (place > 0 && sorted[place - 1].LogWeight < item.LogWeight)
        {
            place--;
        }

        if (place == sorted.Length)
        {
            return count;
        }

        int last = Math.Min(count, sorted.Length - 1);
        Array.Copy(sorted, place, sorted, place + 1, last - place);
        sorted[place] = item;
        return last + 1;
    }

    private LineFix Settle(double at)
    {
        if (this.count == 0)
        {
            return default;
        }

        this.fixAt = at;
        double best = this.hypotheses[0].LogWeight;
        double sum = 0;
        int alive = 0;
        for (int i = 0; i < this.count && this.hypotheses[i].LogWeight > best - DeathGap; i++)
        {
            this.hypotheses[i] = this.hypotheses[i] with { LogWeight = this.hypotheses[i].LogWeight - best };
            sum += i == 0 ? 1 : Math.Exp(this.hypotheses[i].LogWeight);
            alive++;
        }

        this.count = alive;
        return new LineFix(true, this.hypotheses[0].Along, this.hypotheses[0].Distance, (float)(1 / sum));
    }

    private readonly record struct Hypothesis(double Along, double Speed, double LogWeight, float Distance);
}
