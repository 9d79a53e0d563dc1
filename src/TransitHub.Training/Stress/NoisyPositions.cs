using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>Positions are off by a heavy-tailed error: Student's t with four degrees of freedom, the same tail for both axes.</summary>
internal sealed class NoisyPositions(double meters, ulong seed) : ReportStress
{
    private const int Freedom = 4;
    private const double MetersPerDegree = 111_320;

    /// <inheritdoc/>
    public override AvlReport Apply(AvlReport report)
    {
        SeededDraws draws = DrawsOf(seed, "noise", report);
        (double east, double north) = (draws.Normal(), draws.Normal());
        double squares = 0;
        for (int i = 0; i < Freedom; i++)
        {
            double normal = draws.Normal();
            squares += normal * normal;
        }

        double scale = meters / Math.Sqrt(Math.Max(squares, 1e-9) / Freedom);
        double narrowing = Math.Max(0.01, Math.Cos(report.Latitude * Math.PI / 180));
        return report with
        {
            Latitude = Math.Clamp(report.Latitude + (north * scale / MetersPerDegree), -90, 90),
            Longitude = Math.Clamp(report.Longitude + (east * scale / (MetersPerDegree * narrowing)), -180, 180),
        };
    }
}
