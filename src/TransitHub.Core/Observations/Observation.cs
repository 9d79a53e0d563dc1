using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>What a device reported, decoded and valid in itself. Which device may say it and whether it fits what is known is the gate's to judge.</summary>
public abstract record Observation
{
    /// <summary>What it tells.</summary>
    public abstract ObservationKind Kind { get; }

    /// <summary>The vehicle or box that reports.</summary>
    public required DeviceId Device { get; init; }

    /// <summary>The hub's clock at arrival. Records are ordered by it, since devices' clocks lie.</summary>
    public required Timestamp ReceivedAt { get; init; }

    /// <summary>Set on the few that are followed through the hub; null: this one is not. Says nothing of what was observed.</summary>
    public ObservationTrace? Trace { get; init; }
}
