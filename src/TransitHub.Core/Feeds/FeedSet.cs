namespace TransitHub.Core.Feeds;

/// <summary>The feeds of one moment; immutable.</summary>
public sealed class FeedSet
{
    private readonly FeedBytes vehiclePositions;
    private readonly FeedBytes vehiclePositionsOnTrips;
    private readonly FeedBytes tripUpdates;
    private readonly FeedBytes alerts;

    internal FeedSet(FeedBytes vehiclePositions, FeedBytes vehiclePositionsOnTrips, FeedBytes tripUpdates, FeedBytes alerts) =>
        (this.vehiclePositions, this.vehiclePositionsOnTrips, this.tripUpdates, this.alerts) =
        (vehiclePositions, vehiclePositionsOnTrips, tripUpdates, alerts);

    /// <summary>One feed. The cuts differ in the vehicle positions only.</summary>
    public FeedBytes Get(FeedKind kind, FeedCut cut = FeedCut.All) => kind switch
    {
        FeedKind.VehiclePositions => cut == FeedCut.Google ? this.vehiclePositionsOnTrips : this.vehiclePositions,
        FeedKind.TripUpdates => this.tripUpdates,
        FeedKind.Alerts => this.alerts,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such feed."),
    };

    internal bool IsSameAs(FeedSet other) =>
        ReferenceEquals(this.vehiclePositions, other.vehiclePositions)
        && ReferenceEquals(this.vehiclePositionsOnTrips, other.vehiclePositionsOnTrips)
        && ReferenceEquals(this.tripUpdates, other.tripUpdates)
        && ReferenceEquals(this.alerts, other.alerts);
}
