using TransitHub.Core.Observations;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Errors of positions with a heavy tail: Student-t with four degrees of freedom on each axis, from a seed.</summary>
internal sealed class GpsNoise(double meters)
{
    private const double MetersPerDegree = 111_195;

    private readonly Random chance = new(20190813);

    /// <summary>The report as a poor receiver would have sent it.</summary>
    public AvlReport Add(AvlReport report)
    {
        if (meters <= 0)
        {
            return report;
        }

        double north = meters * this.Draw();
        double east = meters * this.Draw();
        return report with
        {
            Latitude = report.Latitude + (north / MetersPerDegree),
            Longitude = report.Longitude + (east / (MetersPerDegree * Math.Cos(report.Latitude * (Math.PI / 180)))),
        };
    }

    private double Draw()
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - this.chance.NextDouble())) * Math.Cos(Math.Tau * this.chance.NextDouble());
        double square = -2 * Math.Log((1 - this.chance.NextDouble()) * (1 - this.chance.NextDouble()));
        return normal / Math.Sqrt(square / 4);
    }
}
