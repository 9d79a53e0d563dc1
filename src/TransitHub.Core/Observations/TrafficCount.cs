using TransitHub.Core.Time;

namespace TransitHub.Core.Observations;

/// <summary>
/// How many crossed a counting line: of an interval, or as a running total that starts anew when the device does; or how many are present in a
/// zone. Nothing counted is a count of 0; an interval that was not sent is unknown.
/// </summary>
public sealed record TrafficCount : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Count;

    /// <summary>The counting line's or zone's id within the device.</summary>
    public required string Channel { get; init; }

    /// <summary>What was counted, under the device's own name.</summary>
    public required string Class { get; init; }

    /// <summary>Which way, in the device's own word; null: both together.</summary>
    public string? Direction { get; init; }

    /// <summary>The interval's start by the device's clock, as it was sent; null: this is a running total, or of a zone.</summary>
    public Timestamp? From { get; init; }

    /// <summary>The interval's end, or the moment of the running total or of the look at the zone, by the device's clock, as it was sent.</summary>
    public required Timestamp To { get; init; }

    /// <summary>How many crossed in the interval, or since the device began to count; or how many are in the zone. Not negative.</summary>
    public required long Count { get; init; }

    /// <summary>Share of the time for which the device was really counting, [0, 1]; null: unknown.</summary>
    public float? Uptime { get; init; }

    /// <summary>What the gate adds to the times because it knows the device's clock to be wrong, milliseconds.</summary>
    public long ClockCorrectionMilliseconds { get; init; }

    /// <summary>True: how many are present in a zone at a moment; nobody crossed anything.</summary>
    public bool IsPresent { get; init; }

    /// <summary>True for a running total.</summary>
    public bool IsCumulative => this.From is null && !this.IsPresent;

    /// <summary>The interval's start by the hub's clock; null: this is a running total, or of a zone.</summary>
    public Timestamp? CorrectedFrom => this.From?.AddMilliseconds(this.ClockCorrectionMilliseconds);

    /// <summary>The interval's end, or the moment of the running total, by the hub's clock.</summary>
    public Timestamp CorrectedTo => this.To.AddMilliseconds(this.ClockCorrectionMilliseconds);

    /// <summary>What it is a count of.</summary>
    public ChannelKey Key => new(this.Channel, this.Class, this.Direction);
}
