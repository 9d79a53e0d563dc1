using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>A share of the reports comes twice, and a share of the others comes late, behind newer ones.</summary>
internal sealed class LateArrivals(double share, ulong seed)
{
    private const double LeastSeconds = 5;
    private const double MostSeconds = 60;

    /// <summary>How much later a copy of the report comes, milliseconds; null: there is no copy.</summary>
    public long? CopyAfter(AvlReport report) => this.Delay("copy", report);

    /// <summary>How much later the report itself comes, milliseconds; 0: in time.</summary>
    public long DelayOf(AvlReport report) => this.Delay("late", report) ?? 0;

    private long? Delay(string subject, AvlReport report)
    {
        SeededDraws draws = new(seed, SeededDraws.Of(subject), SeededDraws.Of(report.Device.ToString()) ^ (ulong)report.ReceivedAt.UnixMilliseconds);
        return draws.Next() < share ? (long)(1000 * (LeastSeconds + (draws.Next() * (MostSeconds - LeastSeconds)))) : null;
    }
}
