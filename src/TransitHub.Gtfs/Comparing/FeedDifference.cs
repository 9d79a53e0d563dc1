using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Comparing;

/// <summary>What changed from one version of a feed to another.</summary>
/// <param name="Before">The former version.</param>
/// <param name="After">The later version.</param>
public sealed record FeedDifference(FeedSummary Before, FeedSummary After)
{
    /// <summary>Whether both hold the same files byte for byte.</summary>
    public bool IsEqual => Before.ContentHash == After.ContentHash;

    /// <summary>Agencies, stops, routes and trips that came, went and stayed.</summary>
    public required IReadOnlyList<EntityChanges> Entities { get; init; }

    /// <summary>Ids of things that kept their meaning.</summary>
    public required IReadOnlyList<IdStability> Ids { get; init; }

    /// <summary>Stops that moved by a meter or more, the farthest first.</summary>
    public required IReadOnlyList<StopMove> Moved { get; init; }

    /// <summary>Texts that changed of things that kept their id: names, time zones, route types.</summary>
    public required IReadOnlyList<TextChange> Texts { get; init; }

    /// <summary>Days on which another number of trips runs, in order.</summary>
    public required IReadOnlyList<DayChange> Days { get; init; }

    /// <summary>Routes whose service changed.</summary>
    public required IReadOnlyList<RouteChange> Routes { get; init; }

    /// <summary>Each file of either feed.</summary>
    public required IReadOnlyList<FileChange> Files { get; init; }

    /// <summary>How many entries each bounded list left out, by its name; lists that are whole are absent.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }

    /// <summary>The worst of <see cref="IdStability.PercentBroken"/>, 0 to 100.</summary>
    public double PercentBrokenIds => Ids.Max(kind => kind.PercentBroken);
}

/// <summary>A version at a glance.</summary>
/// <param name="Version">See <see cref="Schedule.Version"/>.</param>
/// <param name="ContentHash">See <see cref="Schedule.ContentHash"/>.</param>
/// <param name="FirstDate">First day of service; null: none.</param>
/// <param name="LastDate">Last day of service; null: none.</param>
/// <param name="Patterns">Number of patterns.</param>
/// <param name="StraightPatterns">Patterns without a usable shape.</param>
/// <param name="FrequencyTrips">Trips that run by headway.</param>
/// <param name="TripsWithoutTimes">Trips that cannot be used, for want of two stops with times.</param>
public sealed record FeedSummary(
    string Version, string ContentHash, ServiceDate? FirstDate, ServiceDate? LastDate, int Patterns, int StraightPatterns, int FrequencyTrips, int TripsWithoutTimes);

/// <summary>Things of one kind by id.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Before">How many there were.</param>
/// <param name="After">How many there are.</param>
/// <param name="Added">Ids that came, "id: name", at most <see cref="FeedComparison.MaxListed"/>; those whose thing was there under another id are among them.</param>
/// <param name="Removed">Ids that went, likewise.</param>
/// <param name="AddedCount">How many came.</param>
/// <param name="RemovedCount">How many went.</param>
public sealed record EntityChanges(
    EntityKind Kind, int Before, int After, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, int AddedCount, int RemovedCount);

/// <summary>A stop that kept its id and moved.</summary>
/// <param name="Id">stop_id.</param>
/// <param name="Name">Its name now.</param>
/// <param name="Meters">How far.</param>
public readonly record struct StopMove(string Id, string Name, double Meters);

/// <summary>A field of a thing that kept its id.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Id">Its id.</param>
/// <param name="Field">The column.</param>
/// <param name="Before">What it said.</param>
/// <param name="After">What it says.</param>
public readonly record struct TextChange(EntityKind Kind, string Id, string Field, string Before, string After);

/// <summary>A day's departures.</summary>
/// <param name="Date">The service day.</param>
/// <param name="Before">Departures in the former version.</param>
/// <param name="After">Departures in the later version.</param>
public readonly record struct DayChange(ServiceDate Date, int Before, int After);

/// <summary>A route's service on one type of day, before and after.</summary>
/// <param name="RouteId">route_id now, or of the former version if the route went.</param>
/// <param name="Name">Its short name, else its long name.</param>
/// <param name="DayType">weekday, Saturday or Sunday.</param>
/// <param name="Before">The former service; null: none.</param>
/// <param name="After">The later service; null: none.</param>
/// <param name="PatternsAdded">Lists of stops that came; of the route as a whole.</param>
/// <param name="PatternsRemoved">Lists of stops that went.</param>
public sealed record RouteChange(string RouteId, string Name, string DayType, RouteService? Before, RouteService? After, int PatternsAdded, int PatternsRemoved);

/// <summary>A route's service on a day.</summary>
/// <param name="Departures">Departures of both directions; runs by headway are counted out.</param>
/// <param name="FirstSeconds">Service time of the first departure.</param>
/// <param name="LastSeconds">Service time of the last departure.</param>
/// <param name="HeadwayMinutes">Median gap between departures of the busier direction; null: one departure.</param>
/// <param name="RunMinutes">Mean time from first to last stop.</param>
/// <param name="Kilometers">Length of the longest pattern.</param>
public sealed record RouteService(int Departures, int FirstSeconds, int LastSeconds, double? HeadwayMinutes, double RunMinutes, double Kilometers);

/// <summary>A file, row by row and whatever the order of rows and columns.</summary>
/// <param name="File">Its name.</param>
/// <param name="RowsBefore">Rows it had; null: it was absent.</param>
/// <param name="RowsAfter">Rows it has; null: it is absent.</param>
/// <param name="Added">Rows that came or were changed.</param>
/// <param name="Removed">Rows that went or were changed.</param>
public sealed record FileChange(string File, long? RowsBefore, long? RowsAfter, long Added, long Removed);
