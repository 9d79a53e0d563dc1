namespace TransitHub.Core.Observations;

/// <summary>
/// An entity of another agency's GTFS-Realtime feed that is no position: a TripUpdate or an Alert, as it was sent, or the word that it is
/// gone. <see cref="Observation.Device"/> names the source. No device can send one; positions of such feeds are <see cref="AvlReport"/>s.
/// </summary>
public sealed record UpstreamEntity : Observation
{
    /// <summary>The largest entity that is taken, bytes.</summary>
    public const int MaxBytes = 1 << 18;

    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Upstream;

    /// <summary>When the other agency made it: its own timestamp, else the feed's; never after <see cref="Observation.ReceivedAt"/>.</summary>
    public required Time.Timestamp MeasuredAt { get; init; }

    /// <summary>The FeedEntity's bytes, unknown fields included; <c>is_deleted</c> where it is gone. Not to be changed.</summary>
    public required byte[] Entity { get; init; }
}
