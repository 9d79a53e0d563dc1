using TransitHub.Core.Fusion.Progress;

namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Keeps one expectation of each stop until the vehicle arrives there, and then learns the error. Once a
/// minute the present expectation may take the kept one's place, so that in the end each minute before the
/// arrival was as likely to be kept; a stop that was awaited for long counts for more. That is how riders meet
/// predictions: by the clock.
/// </summary>
internal sealed class ErrorProbes(ErrorQuantiles quantiles)
{
    private const double EverySeconds = 60;

    /// <summary>Expectations farther ahead are not kept, seconds.</summary>
    private const double Farthest = 3600;

    /// <summary>Minutes of waiting that make an ordinary weight, and the highest weight.</summary>
    private const double OrdinaryChances = 15;

    private const double MaxWeight = 4;

    /// <summary>Lets the expectations of this minute take part.</summary>
    public static void Keep(RunTrack run, double now)
    {
        if (now - run.ProbedAt < EverySeconds)
        {
            return;
        }

        run.ProbedAt = now;
        for (int stop = run.NextStop; stop < run.StopCount; stop++)
        {
            if (run.Expected[stop] - now <= Farthest && run.Expected[stop] > now && IsChosen(run, stop))
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
            double score = (run.Arrived[passed.Stop] - run.ProbeMean[passed.Stop]) / run.ProbeDeviation[passed.Stop];
            quantiles.Learn(ahead, score, Math.Min(MaxWeight, run.ProbeChances[passed.Stop] / OrdinaryChances));
        }
    }

    /// <summary>One in as many as there were so far, by a scramble of run, stop and count in place of chance.</summary>
    private static bool IsChosen(RunTrack run, int stop)
    {
        uint count = run.ProbeChances[stop] < ushort.MaxValue ? ++run.ProbeChances[stop] : run.ProbeChances[stop];
        uint scramble = unchecked((((uint)run.Trip.TripIndex * 2654435761u) ^ ((uint)stop * 40503u) ^ (count * 2246822519u)) * 3266489917u);
        return (scramble >> 8) % count == 0;
    }
}
