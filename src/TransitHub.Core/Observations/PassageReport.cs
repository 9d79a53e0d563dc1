using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>One anonymous vehicle (or rider) that crossed a camera's counting line.</summary>
public sealed record PassageReport : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Passage;

    /// <summary>Names the passage within the device; null: the device names none.</summary>
    public string? EventId { get; init; }

    /// <summary>The device's clock when it crossed, as it was sent.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>What the gate adds to <see cref="MeasuredAt"/> because it knows the device's clock to be wrong, milliseconds.</summary>
    public long ClockCorrectionMilliseconds { get; init; }

    /// <summary>When it crossed by the hub's clock, as well as the hub can know.</summary>
    public Timestamp CorrectedAt => this.MeasuredAt.AddMilliseconds(this.ClockCorrectionMilliseconds);

    /// <summary>The counting line's id within the device.</summary>
    public required string Channel { get; init; }

    /// <summary>What crossed, under the device's own name.</summary>
    public required string Class { get; init; }

    /// <summary>Which way, in the device's own word; null: unknown.</summary>
    public string? Direction { get; init; }

    /// <summary>The route that was read from the vehicle; null: none was read.</summary>
    public string? RouteText { get; init; }

    /// <summary>How sure the device is of <see cref="RouteText"/>, [0, 1].</summary>
    public float? RouteConfidence { get; init; }

    /// <summary>How sure the device is of the passage and its class, [0, 1].</summary>
    public float? Confidence { get; init; }
}
