using TransitHub.Core.Scoring;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Backtesting;

/// <summary>Tells whether an arrival came that a prediction spoke of, as far as the truth can tell.</summary>
/// <param name="truth">The true arrivals, closed.</param>
internal sealed class PredictionFate(ArrivalTruth truth)
{
    /// <summary>
    /// Where one of so many stops before was reached, a missing arrival is one that was not seen: vehicles stop short of the last stop.
    /// </summary>
    private const int StopsNear = 3;

    /// <summary>True: nothing came within the allowed time; null: the truth cannot tell.</summary>
    public bool? IsGhost(TrueRun? run, int stop, double predicted)
    {
        if (run is not null && !double.IsNaN(run.Arrivals[stop]))
        {
            return !GhostRate.IsFulfilled(predicted, run.Arrivals[stop]);
        }

        if (predicted + GhostRate.LateSeconds > truth.Ends || (run is not null && IsUnseen(run, stop)))
        {
            return null;
        }

        return true;
    }

    private static bool IsUnseen(TrueRun run, int stop)
    {
        for (int other = Math.Max(0, stop - StopsNear); other < run.StopCount; other++)
        {
            if (!double.IsNaN(run.Arrivals[other]))
            {
                return true;
            }
        }

        return false;
    }
}
