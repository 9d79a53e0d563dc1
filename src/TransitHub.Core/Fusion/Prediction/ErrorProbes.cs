using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>Keeps one expectation of each stop, some nearer and some farther ahead, until the vehicle arrives there, and then learns the error.</summary>
internal sealed class ErrorProbes(ErrorQuantiles quantiles)
{
    /// <summary>Seconds ahead at which the expectation of a stop is kept, by its place in turn.</summary>
    private static readonly double[] Horizons = [120, 300, 480, 750, 1050, 1500, 2400];

    /// <summary>Keeps the expectations that came due.</summary>
    public static void Keep(RunTrack run, double now)
    {
        for (int stop = run.NextStop; stop < run.StopCount; stop++)
        {
            if (double.IsNaN(run.ProbeMean[stop]) && run.Expected[stop] - now <= Horizons[stop % Horizons.Length])
            {
                run.ProbeMean[stop] = run.Expected[stop];
                run.ProbeMadeAt[stop] = now;
                run.ProbeDeviation[stop] = MathF.Sqrt(run.Variance[stop]);
            }
        }
    }

    /// <summary>Learns from an arrival that became a fact.</summary>
    public void Learn(RunTrack run, PassedStop passed)
    {
        double ahead = run.ProbeMean[passed.Stop] - run.ProbeMadeAt[passed.Stop];
        if (passed.IsSharp && ahead > 0)
        {
            quantiles.Learn(ahead, (run.Arrived[passed.Stop] - run.ProbeMean[passed.Stop]) / run.ProbeDeviation[passed.Stop]);
        }
    }
}
