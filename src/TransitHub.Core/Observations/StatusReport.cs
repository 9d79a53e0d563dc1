using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>A device's own word about itself; the broker sends it as a last will when the device is lost.</summary>
public sealed record StatusReport : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Status;

    /// <summary>The device's clock; null in a last will.</summary>
    public Timestamp? MeasuredAt { get; init; }

    /// <summary>False is what a last will says.</summary>
    public required bool Online { get; init; }

    /// <summary>Seconds since the device started.</summary>
    public double? UptimeSeconds { get; init; }

    /// <summary>Software version.</summary>
    public string? Version { get; init; }

    /// <summary>Free text for the operator.</summary>
    public string? Message { get; init; }
}
