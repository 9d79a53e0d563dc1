using TransitHub.Core.Ids;
using TransitHub.Core.Observations.Rules;
using TransitHub.Gtfs;

namespace TransitHub.Core.Observations;

/// <summary>
/// Judges each observation of a feed by what is known of its device: accepted ones go to the log.
/// It has no clock: time is each record's <see cref="Observation.ReceivedAt"/>. One thread uses it.
/// </summary>
public sealed class ObservationGate
{
    private readonly GateOptions options;
    private volatile RangeRule range;
    private readonly ClockRule clock;
    private readonly CountingGate counting;
    private readonly SpeedRule speed;
    private readonly DeviceBound devices;
    private readonly Func<DeviceId, bool?> isPrivate;
    private readonly IgnoredRule ignored = new();

    /// <summary>Starts knowing no device.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="extent">Where the feed's stops and shapes lie; null or empty: only the world bounds a position.</param>
    /// <param name="isZone">Whether a device's channel is a zone, null where that is not known; null: it is known of none.</param>
    /// <param name="isPrivate">What the operator says of a vehicle: true private, false public, null nothing; null: nothing is said of any.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public ObservationGate(GateOptions options, GeoExtent? extent, Func<DeviceId, string, bool?>? isZone = null, Func<DeviceId, bool?>? isPrivate = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        SettingRanges.ThrowIfAny(options.Check(), nameof(options));
        this.options = options;
        this.range = new RangeRule(extent, options.MarginMeters);
        this.clock = new ClockRule(options, options.MaxAgeSeconds);
        this.counting = new CountingGate(options, this.clock, isZone ?? (static (_, _) => null));
        this.speed = new SpeedRule(options);
        this.devices = new DeviceBound(options);
        this.isPrivate = isPrivate ?? (static _ => null);
    }

    /// <summary>Positions may now lie elsewhere: the static feed is another one. Any thread may call it.</summary>
    /// <param name="extent">Where the feed's stops and shapes lie; null or empty: only the world bounds a position.</param>
    public void MoveTo(GeoExtent? extent) => this.range = new RangeRule(extent, this.options.MarginMeters);

    /// <summary>Judges one observation; they come in the order of arrival.</summary>
    public GateVerdict Check(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (this.ignored.Fault(observation) is { } unwanted)
        {
            return GateVerdict.Refuse(RejectionReason.DeviceIgnored, unwanted);
        }

        return this.CheckUse(observation) ?? observation switch
        {
            ServiceChanges changes => this.ignored.Take(changes),
            AvlReport report => this.Check(report),
            StatusReport status => this.Check(status),
            UpstreamEntity => GateVerdict.Accept(observation),
            _ => this.devices.FindOrAdd(observation.Device, observation.ReceivedAt) is { } track
                ? this.counting.Check(observation, track)
                : this.NoRoom(),
        };
    }

    /// <summary>Takes an observation that was accepted before, from the log at start, so that the gate knows what it knew then.</summary>
    public void Restore(Observation accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        if (accepted is UpstreamEntity)
        {
            return;
        }

        if (accepted is ServiceChanges changes)
        {
            this.ignored.Take(changes);
            return;
        }

        if (this.devices.FindOrAdd(accepted.Device, accepted.ReceivedAt) is not { } track)
        {
            return;
        }

        if (accepted is AvlReport report)
        {
            ClockRule.Restore(report.ReceivedAt, report.ClockCorrectionMilliseconds, track.Clock);
            track.Last = new Fix(report.CorrectedAt, report.ClockCorrectionMilliseconds, report.Latitude, report.Longitude);
            RepeatRule.Remember(report, track);
        }
        else if (accepted is StatusReport status)
        {
            track.Status = status;
        }
        else
        {
            this.counting.Restore(accepted, track);
        }
    }

    /// <summary>Nothing of a private vehicle goes further, its riders neither; null: it is none.</summary>
    private GateVerdict? CheckUse(Observation observation)
    {
        if (observation is not (AvlReport or PassengerCount))
        {
            return null;
        }

        (bool? said, string? vehicleClass) = (this.isPrivate(observation.Device), (observation as AvlReport)?.Class);
        return PrivateRule.IsPrivate(said, vehicleClass) ? GateVerdict.Refuse(RejectionReason.PrivateVehicle, PrivateRule.Describe(said, vehicleClass)) : null;
    }

    private GateVerdict Check(AvlReport report)
    {
        if (this.range.Fault(report) is { } outside)
        {
            return GateVerdict.Refuse(RejectionReason.OutOfRange, outside);
        }

        if (CarriageRule.Fault(report.Carriages) is { } wrong)
        {
            return GateVerdict.Refuse(RejectionReason.WrongCarriages, wrong);
        }

        if (this.devices.FindOrAdd(report.Device, report.ReceivedAt) is not { } track)
        {
            return this.NoRoom();
        }

        if (RepeatRule.IsRepeat(report, track))
        {
            return GateVerdict.Refuse(RejectionReason.Duplicate, "the same measured time and place again");
        }

        if (this.clock.Judge(report.ReceivedAt, report.MeasuredAt, track.Clock) is var time and not RejectionReason.None)
        {
            return GateVerdict.Refuse(time, this.clock.Describe(report.ReceivedAt, report.MeasuredAt, track.Clock));
        }

        var fix = new Fix(report.MeasuredAt.AddMilliseconds(track.Clock.Correction), track.Clock.Correction, report.Latitude, report.Longitude);
        if (OrderRule.Fault(fix, track) is { } late)
        {
            return GateVerdict.Refuse(RejectionReason.OutOfOrder, late);
        }

        if (this.speed.Fault(fix, track) is { } fast)
        {
            return GateVerdict.Refuse(RejectionReason.ImpossibleSpeed, fast);
        }

        track.Last = fix;
        RepeatRule.Remember(report, track);
        return GateVerdict.Accept(
            report.ClockCorrectionMilliseconds == track.Clock.Correction
                ? report
                : report with { ClockCorrectionMilliseconds = track.Clock.Correction });
    }

    private GateVerdict Check(StatusReport status)
    {
        if (this.devices.FindOrAdd(status.Device, status.ReceivedAt) is not { } track)
        {
            return this.NoRoom();
        }

        // A last will has no measured time: two of them are two losses of the device.
        if (status.MeasuredAt is not null && track.Status is { } last && status == last with { ReceivedAt = status.ReceivedAt })
        {
            return GateVerdict.Refuse(RejectionReason.Duplicate, "the same status again");
        }

        track.Status = status;
        return GateVerdict.Accept(status);
    }

    private GateVerdict NoRoom() =>
        GateVerdict.Refuse(RejectionReason.TooManyDevices, $"{this.options.MaxDevices} devices are known already; GateOptions.MaxDevices allows no more");
}
