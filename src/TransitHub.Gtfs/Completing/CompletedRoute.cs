namespace TransitHub.Gtfs.Completing;

/// <summary>What became of the trips of a route.</summary>
/// <param name="RouteId">route_id.</param>
/// <param name="Sheet">The sheet that completes it.</param>
public sealed record CompletedRoute(string RouteId, string Sheet)
{
    /// <summary>Trips that got stop times.</summary>
    public int Timed { get; init; }

    /// <summary>Trips that had times, and got a shape.</summary>
    public int Drawn { get; init; }

    /// <summary>Trips that were added, since the feed has none of that service.</summary>
    public int Added { get; init; }

    /// <summary>Trips that can be ridden as they are.</summary>
    public int Kept { get; init; }

    /// <summary>Trips of a direction of which the sheet says nothing.</summary>
    public int OtherDirection { get; init; }

    /// <summary>Trips left without a time: neither frequencies.txt nor the sheet's service tells when they run.</summary>
    public int Untimed { get; init; }

    /// <summary>Directions and days whose service in the sheet was not used, since the feed tells it.</summary>
    public int ServiceIgnored { get; init; }
}
