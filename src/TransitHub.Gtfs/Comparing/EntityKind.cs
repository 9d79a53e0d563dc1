namespace TransitHub.Gtfs.Comparing;

/// <summary>What has an id that consumers keep.</summary>
public enum EntityKind
{
    /// <summary>A row of agency.txt.</summary>
    Agency,

    /// <summary>A row of stops.txt.</summary>
    Stop,

    /// <summary>A row of routes.txt.</summary>
    Route,

    /// <summary>A row of trips.txt.</summary>
    Trip,
}
