using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>What is known of a device as such, at one moment.</summary>
public sealed record DeviceHealth
{
    /// <summary>The device.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>When anything came from it last, refused or not; null when only its last will did.</summary>
    public Timestamp? LastSeen { get; init; }

    /// <summary>When its newest accepted position was measured, after correction; null: none yet.</summary>
    public Timestamp? LastMeasured { get; init; }

    /// <summary>What is added to its clock, milliseconds; 0 when the clock is right as far as can be told.</summary>
    public long ClockCorrectionMilliseconds { get; init; }

    /// <summary>Observations accepted since the hub started, those found in the log included.</summary>
    public long Accepted { get; init; }

    /// <summary>Observations refused since the hub started.</summary>
    public long Refused { get; init; }

    /// <summary>Why the newest refused one was; <see cref="RejectionReason.None"/> when none was.</summary>
    public RejectionReason LastRefusal { get; init; }

    /// <summary>How many were refused for each reason since the hub started, in the order of the flow.</summary>
    public IReadOnlyList<KeyValuePair<RejectionReason, long>> Refusals { get; init; } = [];

    /// <summary>Its newest word about itself; null: none yet.</summary>
    public StatusReport? Status { get; init; }

    /// <summary>The newest counts in the order of channel, class and direction; empty: it sent none, which is not zero.</summary>
    public IReadOnlyList<ChannelCount> Counts { get; init; } = [];

    /// <summary>Passages accepted since the hub started, those found in the log included.</summary>
    public long Passages { get; init; }

    /// <summary>The newest passages, oldest first.</summary>
    public IReadOnlyList<PassageReport> LastPassages { get; init; } = [];

    /// <summary>The newest count of riders on board; null: none.</summary>
    public PassengerCount? LastLoad { get; init; }
}
