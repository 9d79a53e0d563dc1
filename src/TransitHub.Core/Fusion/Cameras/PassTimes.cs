using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>
/// Expects runs at lines: from where cameras saw them last, over the links as they are now; those that none has seen yet by the timetable, less surely
/// the farther they are from their start, and hardly where cameras on the way should have seen them.
/// </summary>
internal sealed class PassTimes(Schedule schedule, CameraLines lines, CameraOptions options, ArrivalPredictor predictor)
{
    /// <summary>Probability that a run of the timetable runs, before any vehicle was seen on it.</summary>
    private const double Runs = 0.97;

    /// <summary>
    /// How late runs are on the way, and the scale of that at the first stop and for each second from there, square seconds: on a day of
    /// Auckland the middle half lies within 57 s either way in the first five minutes and 200 s after forty.
    /// </summary>
    private const double UsualDelay = 30;
    private const double StartSpread = 45 * 45;
    private const double SpreadPerSecond = 28;

    /// <summary>From standard deviation to the scale of a distribution with longer tails.</summary>
    private const double ScaleOfDeviation = 0.75;

    /// <summary>A sighting that is less likely says nothing, one that is likelier is all there is to say.</summary>
    public const double LeastPossible = 0.1;
    public const double Plain = 0.97;

    /// <summary>Of the lines behind one so many are asked when the run was there.</summary>
    public const int LinesAhead = 2;

    /// <summary>Being missed by many cameras in a row is not less likely than this: something else is wrong then.</summary>
    private const double LeastMissed = 0.05;

    /// <summary>Since when passages are heard at all, Unix seconds; who passed before was not missed.</summary>
    public double HeardSince { get; set; } = double.MaxValue;

    /// <summary>Expects a run at a line, if it is seen there.</summary>
    /// <param name="trip">The run.</param>
    /// <param name="sighted">What cameras know of it; null: nothing.</param>
    /// <param name="pass">The line.</param>
    /// <param name="scheduled">When the timetable has it there, Unix seconds.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public Expectation Of(TripInstance trip, SightedRun? sighted, LinePass pass, double scheduled, double now)
    {
        double detection = lines.All[pass.Line].Tells;
        double left = 1;
        Expectation? first = null;
        int place = sighted is null ? -1 : pass.Ordinal - 1;
        int after = pass.Ordinal;
        for (; place >= 0; place--)
        {
            double seen = sighted!.ProbabilityAt(place);
            if (seen < LeastPossible)
            {
                continue;
            }

            double weight = left * detection * this.MissedBetween(pass.Pattern, place, after, double.NegativeInfinity, 0);
            (double at, double scale) = this.From(sighted, place, pass, now);
            Expectation guess = this.Between(sighted, pass, new Expectation(at, scale, weight * seen) { Gate = options.GateSeconds / 2.0 });
            if (seen >= Plain || first is not null)
            {
                return Join(first, guess);
            }

            first = guess;
            left = (weight / detection) * (1 - seen) * (1 - (lines.All[lines.Of(pass.Pattern)![place].Line].Sees * (1 - seen)));
            after = place;
        }

        double way = Math.Max(0, scheduled - schedule.ServiceDayStart(trip.ServiceDate) - schedule.Trips.StartSeconds(trip.TripIndex));
        double unseen = Runs * left * this.MissedBetween(pass.Pattern, -1, after, scheduled, way / Math.Max(1, pass.Offset));
        return Join(first, new Expectation(scheduled + UsualDelay, Math.Sqrt(StartSpread + (SpreadPerSecond * way)), unseen * detection) { Gate = options.GateSeconds });
    }

    /// <summary>Expects a run by headway at a line behind one where it may have been seen; null: it was not.</summary>
    /// <param name="sighted">What cameras know of it.</param>
    /// <param name="pass">The line.</param>
    /// <param name="now">The present, Unix seconds.</param>
    public Expectation? OfSighted(SightedRun sighted, LinePass pass, double now)
    {
        for (int place = pass.Ordinal - 1; place >= 0; place--)
        {
            double seen = sighted.ProbabilityAt(place);
            if (seen >= LeastPossible)
            {
                double missed = this.MissedBetween(pass.Pattern, place, pass.Ordinal, double.NegativeInfinity, 0);
                (double at, double scale) = this.From(sighted, place, pass, now);
                return new Expectation(at, scale, seen * missed * lines.All[pass.Line].Tells) { Gate = options.GateSeconds / 2.0 };
            }
        }

        return null;
    }

    /// <summary>Probability that no line before one has told of a vehicle that passes it.</summary>
    /// <param name="pass">The line.</param>
    /// <param name="at">When it passes, Unix seconds.</param>
    /// <param name="pace">Seconds a meter.</param>
    public double Unseen(LinePass pass, double at, double pace) => this.MissedBetween(pass.Pattern, -1, pass.Ordinal, at, pace);

    private static Expectation Join(Expectation? first, Expectation second) => first is not { } one ? second : one with
    {
        OtherAt = second.At,
        OtherScale = second.Scale,
        OtherWeight = second.Weight,
        OtherGate = second.Gate,
    };

    private (double At, double Scale) From(SightedRun run, int place, LinePass pass, double now)
    {
        double at = run.PassedAt(place);
        double offset = lines.Of(pass.Pattern)![place].Offset;
        double seconds = predictor.Travel(run.Run, offset, at, pass.Offset, Math.Max(now, at), out double variance);
        return (at + seconds, ScaleOfDeviation * Math.Sqrt(ArrivalPredictor.SightingVariance + variance));
    }

    /// <summary>
    /// Narrows down when a run was at a line where it is not surely known by when it surely was at one behind it. What was found here surely is not
    /// asked again: the lines behind may know of the run only from here.
    /// </summary>
    private Expectation Between(SightedRun run, LinePass pass, Expectation guess)
    {
        if (run.ProbabilityAt(pass.Ordinal) >= Plain)
        {
            return guess;
        }

        LinePass[] passes = lines.Of(pass.Pattern)!;
        int end = Math.Min(run.Lines, pass.Ordinal + 1 + LinesAhead);
        for (int next = pass.Ordinal + 1; next < end; next++)
        {
            if (run.ProbabilityAt(next) >= Plain)
            {
                double seen = run.PassedAt(next);
                double seconds = predictor.Travel(run.Run, pass.Offset, guess.At, passes[next].Offset, seen, out double variance);
                return guess with { BehindAt = seen - seconds, BehindScale = ScaleOfDeviation * Math.Sqrt(ArrivalPredictor.SightingVariance + variance) };
            }
        }

        return guess;
    }

    /// <summary>Probability that all lines between two places of a pattern miss a vehicle that passes them.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="after">Place of the line before.</param>
    /// <param name="before">Place of the line behind.</param>
    /// <param name="scheduled">When the timetable has it at the line behind; lines that nobody heard then have missed nothing.</param>
    /// <param name="pace">Seconds a meter.</param>
    private double MissedBetween(int pattern, int after, int before, double scheduled, double pace)
    {
        double missed = 1;
        LinePass[] passes = lines.Of(pattern)!;
        for (int k = after + 1; k < before; k++)
        {
            bool wasHeard = double.IsNegativeInfinity(scheduled) || scheduled - (pace * (passes[before < passes.Length ? before : k].Offset - passes[k].Offset)) > this.HeardSince;
            missed *= wasHeard ? 1 - lines.All[passes[k].Line].Sees : 1;
        }

        return Math.Max(LeastMissed, missed);
    }
}
