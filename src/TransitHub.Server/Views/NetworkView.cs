using TransitHub.Gtfs;
using TransitHub.Server.Network;

namespace TransitHub.Server.Views;

/// <summary>What a map draws of a static feed, in JSON. Indexes are places in the lists of this answer.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="StaticVersion">Null: the feed has no static GTFS.</param>
/// <param name="TimeZone">IANA name; all times of the feed are shown in it.</param>
/// <param name="Language">The feed's own language, BCP 47; null: not told.</param>
/// <param name="Languages">The languages that names are translated into.</param>
/// <param name="Bounds">South, west, north, east in WGS 84 degrees; null: there is no place in it.</param>
/// <param name="Routes">The routes, in the feed's order.</param>
/// <param name="Stops">Located stops, in the feed's order.</param>
/// <param name="Headsigns">Translations of headsigns: by headsign, then by language.</param>
internal sealed record NetworkView(
    string Feed,
    string? StaticVersion,
    string TimeZone,
    string? Language,
    IReadOnlyList<string> Languages,
    IReadOnlyList<double>? Bounds,
    IReadOnlyList<NetworkRouteView> Routes,
    IReadOnlyList<NetworkStopView> Stops,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Headsigns)
{
    /// <summary>Of a static feed.</summary>
    public static NetworkView Of(string feed, Schedule schedule)
    {
        TextTranslations translations = schedule.Translations;
        string language = schedule.FeedInfo?.Language is { Length: > 0 } told ? told : schedule.Agencies.Count > 0 ? schedule.Agencies.Language(0) : string.Empty;
        var headsigns = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        for (int trip = 0; trip < schedule.Trips.Count && translations.Count > 0; trip++)
        {
            string headsign = schedule.Trips.Headsign(trip);
            if (headsign.Length > 0 && !headsigns.ContainsKey(headsign)
                && NameTranslations.Of(translations, "trips", "trip_headsign", schedule.Trips.Id(trip), headsign) is { } names)
            {
                headsigns.Add(headsign, names);
            }
        }

        return new NetworkView(
            feed,
            schedule == Schedule.Empty ? null : schedule.Version,
            schedule.TimeZone.Id,
            language.Length == 0 ? null : language,
            translations.Languages,
            schedule.Extent.IsEmpty ? null : [schedule.Extent.South, schedule.Extent.West, schedule.Extent.North, schedule.Extent.East],
            [.. Enumerable.Range(0, schedule.Routes.Count).Select(route => NetworkRouteView.Of(schedule, route))],
            [.. Enumerable.Range(0, schedule.Stops.Count).Where(stop => NetworkStopView.IsShown(schedule, stop)).Select(stop => NetworkStopView.Of(schedule, stop))],
            headsigns);
    }
}

/// <summary>A route on a map.</summary>
/// <param name="Id">GTFS <c>route_id</c>.</param>
/// <param name="ShortName">Short name.</param>
/// <param name="LongName">Long name.</param>
/// <param name="ShortNames">Translations by language.</param>
/// <param name="LongNames">Translations by language.</param>
/// <param name="AgencyId">GTFS <c>agency_id</c> of who runs it; null: it has none.</param>
/// <param name="Agency">Who runs it.</param>
/// <param name="AgencyNames">Translations by language.</param>
/// <param name="Mode">See <see cref="RouteMode"/>.</param>
/// <param name="Color">Six hexadecimal digits.</param>
/// <param name="TextColor">Six hexadecimal digits.</param>
/// <param name="Lines">Lines, each as longitude and latitude in turn.</param>
internal sealed record NetworkRouteView(
    string Id,
    string ShortName,
    string LongName,
    IReadOnlyDictionary<string, string>? ShortNames,
    IReadOnlyDictionary<string, string>? LongNames,
    string? AgencyId,
    string? Agency,
    IReadOnlyDictionary<string, string>? AgencyNames,
    string Mode,
    string Color,
    string TextColor,
    IReadOnlyList<IReadOnlyList<double>> Lines)
{
    /// <summary>Less than a line's width on a screen.</summary>
    private const double ToleranceMeters = 2;

    /// <summary>Of a route.</summary>
    public static NetworkRouteView Of(Schedule schedule, int route)
    {
        RouteTable routes = schedule.Routes;
        int agency = routes.AgencyIndex(route);
        return new NetworkRouteView(
            routes.Id(route),
            routes.ShortName(route),
            routes.LongName(route),
            NameTranslations.Of(schedule.Translations, "routes", "route_short_name", routes.Id(route), routes.ShortName(route)),
            NameTranslations.Of(schedule.Translations, "routes", "route_long_name", routes.Id(route), routes.LongName(route)),
            agency < 0 || schedule.Agencies.Id(agency).Length == 0 ? null : schedule.Agencies.Id(agency),
            agency < 0 ? null : schedule.Agencies.Name(agency),
            agency < 0 ? null : NameTranslations.Of(schedule.Translations, "agency", "agency_name", schedule.Agencies.Id(agency), schedule.Agencies.Name(agency)),
            RouteMode.Of(routes.Type(route)),
            routes.Color(route),
            routes.TextColor(route),
            [.. RouteLines.Of(schedule, route).Select(line => LineSimplifier.Simplify(line, ToleranceMeters))]);
    }
}

/// <summary>A stop on a map.</summary>
/// <param name="Id">GTFS <c>stop_id</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Names">Translations by language.</param>
/// <param name="Code">Code.</param>
/// <param name="Lat">WGS 84 degrees.</param>
/// <param name="Lon">WGS 84 degrees.</param>
/// <param name="ParentId">The station that the platform belongs to.</param>
/// <param name="Routes">Indexes of the routes that serve it, or any platform of the station.</param>
internal sealed record NetworkStopView(
    string Id, string Name, IReadOnlyDictionary<string, string>? Names, string? Code, double Lat, double Lon, string? ParentId, IReadOnlyList<int> Routes)
{
    /// <summary>Entrances and nodes of pathways are not on the map.</summary>
    private const int LastShownType = 1;

    /// <summary>True for stops, platforms and stations that are somewhere.</summary>
    public static bool IsShown(Schedule schedule, int stop) =>
        schedule.Stops.LocationType(stop) <= LastShownType && !double.IsNaN(schedule.Stops.Latitude(stop)) && !double.IsNaN(schedule.Stops.Longitude(stop));

    /// <summary>Of a stop.</summary>
    public static NetworkStopView Of(Schedule schedule, int stop)
    {
        StopTable stops = schedule.Stops;
        int parent = stops.ParentIndex(stop);
        return new NetworkStopView(
            stops.Id(stop),
            stops.Name(stop),
            NameTranslations.Of(schedule.Translations, "stops", "stop_name", stops.Id(stop), stops.Name(stop)),
            stops.Code(stop) is { Length: > 0 } code ? code : null,
            Math.Round(stops.Latitude(stop), 6),
            Math.Round(stops.Longitude(stop), 6),
            parent < 0 ? null : stops.Id(parent),
            [.. StopRoutes.Of(schedule).At(stop)]);
    }
}
