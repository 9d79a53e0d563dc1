using TransitHub.Core.Ids;
using TransitHub.Gtfs;

namespace TransitHub.Core.Observations;

/// <summary>
/// Judges each observation of a feed by what is known of its device: accepted ones go to the log.
/// It has no clock: time is each record's <see cref="Observation.ReceivedAt"/>. One thread uses it.
/// </summary>
public sealed class ObservationGate
{
    private readonly GateOptions options;
    private readonly GeoExtent? extent;
    private readonly Dictionary<DeviceId, AvlReport> last = [];

    /// <summary>Starts knowing no device.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="extent">Where the feed's stops and shapes lie; null or empty: only the world bounds a position.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public ObservationGate(GateOptions options, GeoExtent? extent)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.options = options;
        this.extent = extent is { IsEmpty: false } ? extent : null;
    }

    /// <summary>Judges one observation; they come in the order of arrival.</summary>
    public GateVerdict Check(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation is not AvlReport report)
        {
            return GateVerdict.Accept(observation);
        }

        if (report.Latitude is < -90 or > 90 || report.Longitude is < -180 or > 180 || this.IsOutside(report))
        {
            return GateVerdict.Refuse(RejectionReason.OutOfRange, $"{report.Latitude}, {report.Longitude} lies outside the feed's extent");
        }

        double age = report.ReceivedAt.SecondsSince(report.MeasuredAt);
        if (age > this.options.MaxAgeSeconds)
        {
            return GateVerdict.Refuse(RejectionReason.TooOld, $"measured {age:F0} s before it arrived");
        }

        if (age < -this.options.MaxAheadSeconds)
        {
            return GateVerdict.Refuse(RejectionReason.FromTheFuture, $"measured {-age:F0} s after it arrived");
        }

        if (this.last.TryGetValue(report.Device, out AvlReport? before) && report.MeasuredAt <= before.MeasuredAt)
        {
            return GateVerdict.Refuse(
                report.MeasuredAt == before.MeasuredAt ? RejectionReason.Duplicate : RejectionReason.OutOfOrder,
                $"measured {before.MeasuredAt.SecondsSince(report.MeasuredAt):F1} s before the last one accepted");
        }

        this.last[report.Device] = report;
        return GateVerdict.Accept(report);
    }

    /// <summary>Takes an observation that was accepted before, from the log at start.</summary>
    public void Restore(Observation accepted)
    {
        if (accepted is AvlReport report)
        {
            this.last[report.Device] = report;
        }
    }

    private bool IsOutside(AvlReport report)
    {
        double margin = this.options.MarginMeters / 111_000;
        return this.extent is { } box
            && (report.Latitude < box.South - margin || report.Latitude > box.North + margin
                || report.Longitude < box.West - (2 * margin) || report.Longitude > box.East + (2 * margin));
    }
}
