namespace TransitHub.Server.Network;

/// <summary>The mode of a GTFS <c>route_type</c>, also of the extended list, in the words that a map's legend needs.</summary>
internal static class RouteMode
{
    /// <summary>tram, metro, rail, bus, ferry, cable_car, aerial_lift, funicular, trolleybus, monorail, air, taxi or other.</summary>
    public static string Of(int routeType) => routeType switch
    {
        0 or (>= 900 and < 1000) => "tram",
        1 or (>= 400 and < 405) or (>= 500 and < 700) => "metro",
        405 or 12 => "monorail",
        2 or (>= 100 and < 200) or (>= 300 and < 400) => "rail",
        11 or 800 => "trolleybus",
        3 or (>= 200 and < 300) or (>= 700 and < 800) => "bus",
        4 or (>= 1000 and < 1100) or (>= 1200 and < 1300) => "ferry",
        5 => "cable_car",
        6 or (>= 1300 and < 1400) => "aerial_lift",
        7 or (>= 1400 and < 1500) => "funicular",
        >= 1100 and < 1200 => "air",
        >= 1500 and < 1600 => "taxi",
        _ => "other",
    };
}
