using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>A kind of vehicle that a line runs with.</summary>
/// <param name="Name">What a sheet calls it.</param>
/// <param name="RouteType">route_type of routes.txt.</param>
/// <param name="MaxSpeedKmh">
/// Fastest average from stop to stop that is believed, in km/h; below the limits from which the canonical validator
/// warns of fast travel.
/// </param>
/// <param name="DwellSeconds">Dwell at a stop of which the sheet says nothing.</param>
/// <param name="MaxLinkKm">Longest way from a stop to the nearest other one of its line that passes without a word, in km.</param>
public sealed record TransitMode(string Name, int RouteType, double MaxSpeedKmh, int DwellSeconds, double MaxLinkKm)
{
    /// <summary>All modes that sheets may name.</summary>
    public static ImmutableArray<TransitMode> All { get; } =
    [
        new("bus", 3, 120, 20, 60),
        new("trolleybus", 11, 90, 20, 20),
        new("tram", 0, 90, 25, 20),
        new("metro", 1, 130, 30, 20),
        new("rail", 2, 350, 60, 250),
        new("monorail", 12, 120, 30, 20),
        new("cable_car", 5, 28, 20, 5),
        new("aerial_lift", 6, 45, 30, 10),
        new("funicular", 7, 45, 60, 5),
        new("ferry", 4, 75, 60, 40),
    ];

    /// <summary>Whether it is a boat.</summary>
    public bool IsFerry => RouteType == 4;

    /// <summary>The mode of a name, or null.</summary>
    public static TransitMode? Find(string name) => All.FirstOrDefault(mode => mode.Name == name);
}
