using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Alerting;

/// <summary>The texts of automatic alerts, in English and Thai.</summary>
internal static class AlertWording
{
    private const string English = "en";
    private const string Thai = "th";
    private const int MostNames = 8;

    /// <summary>Both languages of a sentence about a line.</summary>
    /// <param name="schedule">Has the names.</param>
    /// <param name="route">The line.</param>
    /// <param name="english">With {0} for the line's name.</param>
    /// <param name="thai">With {0} for the line's name and {1} for what runs on it.</param>
    public static ImmutableArray<AlertText> OfLine(Schedule schedule, int route, string english, string thai) =>
    [
        new AlertText(English, string.Format(CultureInfo.InvariantCulture, english, LineName(schedule, route, English))),
        new AlertText(Thai, string.Format(CultureInfo.InvariantCulture, thai, LineName(schedule, route, Thai), Vehicle(schedule.Routes.Type(route)))),
    ];

    /// <summary>Both languages of a sentence about a line and some of its stops.</summary>
    /// <param name="schedule">Has the names.</param>
    /// <param name="route">The line.</param>
    /// <param name="stops">The stops.</param>
    /// <param name="english">With {0} for the line's name and {1} for the stops'.</param>
    /// <param name="thai">With {0} for the line's name, {1} for the stops' and {2} for what runs on it.</param>
    public static ImmutableArray<AlertText> OfLineAndStops(Schedule schedule, int route, IReadOnlyList<int> stops, string english, string thai) =>
    [
        new AlertText(English, string.Format(CultureInfo.InvariantCulture, english, LineName(schedule, route, English), Names(schedule, stops, English))),
        new AlertText(Thai, string.Format(
            CultureInfo.InvariantCulture, thai, LineName(schedule, route, Thai), Names(schedule, stops, Thai), Vehicle(schedule.Routes.Type(route)))),
    ];

    /// <summary>Both languages of a sentence about a stop.</summary>
    public static ImmutableArray<AlertText> OfStop(Schedule schedule, int stop, string english, string thai) =>
    [
        new AlertText(English, string.Format(CultureInfo.InvariantCulture, english, StopName(schedule, stop, English))),
        new AlertText(Thai, string.Format(CultureInfo.InvariantCulture, thai, StopName(schedule, stop, Thai))),
    ];

    /// <summary>Whole minutes in steps of five, five at least: riders are not told more than is known.</summary>
    public static int Minutes(double seconds) => Math.Max(5, (int)Math.Round(seconds / 300) * 5);

    /// <summary>The selector of a line and, where it is known, the direction.</summary>
    public static ImmutableArray<AlertSelector> Selector(Schedule schedule, int route, int direction) =>
        [new AlertSelector { RouteId = schedule.Routes.Id(route), DirectionId = direction >= 0 ? direction : null }];

    /// <summary>Names a line and direction among findings.</summary>
    public static string Key(Schedule schedule, int route, int direction) =>
        direction >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{schedule.Routes.Id(route)}-{direction}") : schedule.Routes.Id(route);

    /// <summary>Nobody reads a long list: its first names and the last.</summary>
    private static string Names(Schedule schedule, IReadOnlyList<int> stops, string language)
    {
        string[] names = [.. stops.Select(s => StopName(schedule, s, language))];
        return names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names[..(MostNames - 1)])} … {names[^1]}";
    }

    private static string LineName(Schedule schedule, int route, string language)
    {
        RouteTable routes = schedule.Routes;
        (string field, string name) = routes.ShortName(route).Length > 0 ? ("route_short_name", routes.ShortName(route)) : ("route_long_name", routes.LongName(route));
        return name.Length == 0 ? routes.Id(route) : schedule.Translations.Find("routes", field, language, routes.Id(route), name) ?? name;
    }

    private static string StopName(Schedule schedule, int stop, string language)
    {
        string name = schedule.Stops.Name(stop);
        return name.Length == 0 ? schedule.Stops.Id(stop) : schedule.Translations.Find("stops", "stop_name", language, schedule.Stops.Id(stop), name) ?? name;
    }

    /// <summary>Thai says boat or vehicle.</summary>
    private static string Vehicle(int routeType) => routeType is 4 or 1000 or 1200 ? "เรือ" : "รถ";
}
