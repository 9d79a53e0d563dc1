using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>Each vehicle's clock is wrong by a constant of its own.</summary>
internal sealed class SkewedClocks(double seconds, ulong seed) : ReportStress
{
    /// <inheritdoc/>
    public override AvlReport Apply(AvlReport report)
    {
        SeededDraws draws = new(seed, SeededDraws.Of("clock"), SeededDraws.Of(report.Device.ToString()));
        long skew = (long)Math.Round(((draws.Next() * 2) - 1) * seconds * 1000);
        return report with { MeasuredAt = report.MeasuredAt.AddMilliseconds(skew) };
    }
}
