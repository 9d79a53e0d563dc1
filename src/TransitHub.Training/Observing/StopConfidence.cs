namespace TransitHub.Training.Observing;

/// <summary>
/// How sure it is that a peak is a stop. The weights are a logistic regression over the peaks of one city's day (see benchmarks/results/gtfs-observe.md);
/// what depends on how often devices report counts against the mean of the recording's own peaks.
/// </summary>
internal sealed class StopConfidence(IReadOnlyCollection<StopPeak> peaks)
{
    /// <summary>An end of a line without a peak.</summary>
    public const double OfEnd = 0.5;

    private const double Base = -2.0;

    /// <summary>For the share of runs that stop beyond chance.</summary>
    private const double OfStopped = 1.4;

    /// <summary>For a pile that is no wider than a stop.</summary>
    private const double OfNarrow = 1.4;

    /// <summary>For runs that are seen here twice in a row, as a root.</summary>
    private const double OfStood = 3.4;

    private readonly double meanStood = peaks.Count == 0 ? 0 : peaks.Average(p => Math.Sqrt(p.Stood));

    /// <summary>The probability, 0 to 1.</summary>
    public double Of(StopPeak peak)
    {
        double beyond = (peak.Stopped - peak.Expected) / Math.Max(0.05, 1 - peak.Expected);
        double sum = Base + (OfStopped * beyond) + (OfNarrow * peak.Narrow) + (OfStood * (Math.Sqrt(peak.Stood) - this.meanStood));
        return 1 / (1 + Math.Exp(-sum));
    }
}
