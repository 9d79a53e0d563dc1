namespace TransitHub.Core.Feeds;

/// <summary>The feeds of one moment; immutable.</summary>
public sealed class FeedSet
{
    private readonly FeedBytes vehiclePositions;
    private readonly FeedBytes vehiclePositionsOnTrips;
    private readonly FeedBytes tripUpdates;
    private readonly FeedBytes tripUpdatesForGoogle;
    private readonly FeedBytes alerts;

    internal FeedSet(FeedBytes vehiclePositions, FeedBytes vehiclePositionsOnTrips, FeedBytes tripUpdates, FeedBytes tripUpdatesForGoogle, FeedBytes alerts) =>
        (this.vehiclePositions, this.vehiclePositionsOnTrips, this.tripUpdates, this.tripUpdatesForGoogle, this.alerts) =
        (vehiclePositions, vehiclePositionsOnTrips, tripUpdates, tripUpdatesForGoogle, alerts);

    /// <summary>One feed. Alerts are the same in every cut.</summary>
    public FeedBytes Get(FeedKind kind, FeedCut cut = FeedCut.All) => kind switch
    {
        FeedKind.VehiclePositions => cut == FeedCut.Google ? this.vehiclePositionsOnTrips : this.vehiclePositions,
        FeedKind.TripUpdates => cut == FeedCut.Google ? this.tripUpdatesForGoogle : this.tripUpdates,
        FeedKind.Alerts => this.alerts,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such feed."),
    };

    internal bool IsSameAs(FeedSet other) =>
        ReferenceEquals(this.vehiclePositions, other.vehiclePositions)
        && ReferenceEquals(this.vehiclePositionsOnTrips, other.vehiclePositionsOnTrips)
        && ReferenceEquals(this.tripUpdates, other.tripUpdates)
        && ReferenceEquals(this.tripUpdatesForGoogle, other.tripUpdatesForGoogle)
        && ReferenceEquals(this.alerts, other.alerts);
}
