using TransitHub.Core.Ids;
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
}
