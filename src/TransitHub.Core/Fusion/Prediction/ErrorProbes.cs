using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Keeps one expectation of each stop until the vehicle arrives there, and then learns the error. Once a
/// minute the present expectation may take the kept one's place, so that in the end each minute before the
/// arrival was as likely to be kept; a stop that was awaited for long counts for more. That is how riders meet
/// predictions: by the clock.
/// </summary>
internal sealed class ErrorProbes(RunErrors errors, HorizonCorrection correction, RecentErrors recent)
{
    /// <summary>Seconds between two moments at which expectations may be kept.</summary>
    public const double EverySeconds = 60;

    /// <summary>Expectations farther ahead are not kept, seconds.</summary>
    private const double Farthest = 3600;

    /// <summary>Share of the newest arrival in a run's own error.</summary>
    private const double OwnGain = 0.2;

    /// <summary>Corrects the expectations of a run, and lets those of this minute take part.</summary>
    /// <param name="run">The run, with its plain expectations.</param>
    /// <param name="context">What is known now.</param>
    public void Finish(RunTrack run, in ForecastContext context)
    {
        double now = context.Now;
        bool keeps = now - run.ProbedAt >= EverySeconds;
        run.ProbedAt = keeps ? now : run.ProbedAt;
        double trust = correction.Trust;
        Span<double> x = stackalloc double[HorizonFeatures.Count];
        double earliest = now;
        for (int stop = run.NextStop; stop < run.StopCount; stop++)
        {
            double plain = run.Expected[stop];
            HorizonFeatures.Write(context, run, stop, plain, x);
            double proposed = correction.Propose(x, plain - now);
            double expected = Math.Max(plain + (trust * proposed), Math.Min(plain, earliest));
            earliest = Math.Max(earliest, expected) + 1;
            run.Expected[stop] = expected;
            if (keeps && plain - now <= Farthest && expected > now && OneOfAll.IsChosen(run.Trip, stop, ref run.Probes.Chances[stop]))
            {
                run.Probes.Keep(stop, now, plain, proposed, expected, MathF.Sqrt(run.Variance[stop]), x);
                run.Probes.WasUnderWay[stop] = context.IsUnderWay;
            }
        }
    }

    /// <summary>Learns from an arrival that became a fact.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        StopProbes probes = run.Probes;
        int stop = passed.Stop;
        double ahead = probes.Plain[stop] - probes.MadeAt[stop];
        if (!passed.IsSharp || !(ahead >= 0))
        {
            return;
        }

        double arrived = run.Arrived[stop];
        double error = arrived - probes.Plain[stop];
        double weight = OneOfAll.Weight(probes.Chances[stop]);
        correction.Learn(probes.Features(stop), error, probes.Proposed[stop], weight);
        recent.Learn(run, arrived, ahead, error);
        run.OwnError += OwnGain * Math.Min(1, ahead / 600) * (Math.Clamp(error / Math.Max(ahead, 180), -1, 1) - run.OwnError);
        if (probes.Corrected[stop] > probes.MadeAt[stop])
        {
            ErrorQuantiles quantiles = errors.Of(probes.WasUnderWay[stop]);
            quantiles.Learn(probes.Corrected[stop] - probes.MadeAt[stop], (arrived - probes.Corrected[stop]) / probes.Deviation[stop], weight);
        }
    }
}
