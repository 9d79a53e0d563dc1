using TransitHub.Core.Ids;
using TransitHub.Core.Observations;

namespace TransitHub.Training.Stress;

/// <summary>A vehicle reports no more often than this.</summary>
internal sealed class ThinnedPings(int seconds) : ReportStress
{
    private readonly Dictionary<DeviceId, long> last = [];

    /// <inheritdoc/>
    public override AvlReport? Apply(AvlReport report)
    {
        long at = report.MeasuredAt.UnixMilliseconds;
        if (this.last.TryGetValue(report.Device, out long former) && Math.Abs(at - former) < seconds * 1000L)
        {
            return null;
        }

        this.last[report.Device] = at;
        return report;
    }
}
