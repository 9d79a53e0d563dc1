namespace TransitHub.Core.Feeds;

/// <summary>The three GTFS-Realtime feeds. An entity holds one kind only, so each has a feed of its own.</summary>
public enum FeedKind
{
    /// <summary>Where vehicles are.</summary>
    VehiclePositions,

    /// <summary>When runs call at their stops.</summary>
    TripUpdates,

    /// <summary>News for riders.</summary>
    Alerts,
}
