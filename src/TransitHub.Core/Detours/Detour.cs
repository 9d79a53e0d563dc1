using System.Collections.Immutable;

namespace TransitHub.Core.Detours;

/// <summary>
/// A way that vehicles of a line take instead of a stretch of their own, with the stops that they leave out; immutable. It names routes and stops by their
/// texts, since it outlives a static feed.
/// </summary>
public sealed record Detour
{
    /// <summary>Vehicles named as evidence at most.</summary>
    public const int MostVehicles = 20;

    /// <summary>Tells the detours of one time apart; stays while stops and way become better known.</summary>
    public required string Key { get; init; }

    /// <summary>As in routes.txt.</summary>
    public required string RouteId { get; init; }

    /// <summary>0 or 1; null: the line has none.</summary>
    public int? DirectionId { get; init; }

    /// <summary>Stops of the line from the last one served before to the first one served behind, both included; as in stops.txt.</summary>
    public required ImmutableArray<string> StopIds { get; init; }

    /// <summary>Those of them that are left out; at least one, in the order of the way.</summary>
    public required ImmutableArray<string> SkippedStopIds { get; init; }

    /// <summary>The way from where vehicles leave the line to where they are back: latitude and longitude in turn, WGS 84 degrees; two points at least.</summary>
    public required ImmutableArray<double> Path { get; init; }

    /// <summary>Seconds that it takes more than the timetable has for the stretch; not negative.</summary>
    public required int ExtraSeconds { get; init; }

    /// <summary>When the first vehicle left the line there, Unix seconds.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>When the last one was back, Unix seconds.</summary>
    public required long LastSeen { get; init; }

    /// <summary>When way, stops or extra time were changed last, Unix seconds.</summary>
    public required long ModifiedAt { get; init; }

    /// <summary>Runs that went that way since.</summary>
    public required int RunCount { get; init; }

    /// <summary>Runs that kept to the line since the last one that did not.</summary>
    public int RegularCount { get; init; }

    /// <summary>Vehicles that went that way, the newest last; at most <see cref="MostVehicles"/>.</summary>
    public required ImmutableArray<string> Vehicles { get; init; }
}
