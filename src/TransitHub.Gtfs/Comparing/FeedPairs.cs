using System.Globalization;

namespace TransitHub.Gtfs.Comparing;

/// <summary>Which agency, stop, route and trip of the later version is which of the former one.</summary>
internal sealed class FeedPairs
{
    private readonly (EntityKind Kind, Pairing.Rows Before, Pairing.Rows After)[] tables;

    public FeedPairs(Schedule before, Schedule after)
    {
        var (agencies, formerAgencies) = (Agencies(after), Agencies(before));
        var (stops, formerStops) = (Stops(after), Stops(before));
        var (routes, formerRoutes) = (Routes(after), Routes(before));
        var agencyPairs = Pairing.Of(EntityKind.Agency, formerAgencies, agencies, (_, _) => true, (_, _) => false);
        StopPairs = Pairing.Of(
            EntityKind.Stop, formerStops, stops,
            (one, other) => Distance(before, one, after, other) <= FeedComparison.SameStopMeters,
            (one, other) => formerStops.Key(one) != stops.Key(other) && Distance(before, one, after, other) > FeedComparison.OtherStopMeters);
        var meanings = Enumerable.Range(0, routes.Count).Select(routes.Key).ToHashSet(StringComparer.Ordinal);
        RoutePairs = Pairing.Of(
            EntityKind.Route, formerRoutes, routes, (_, _) => true,
            (one, other) => before.Routes.ShortName(one) != after.Routes.ShortName(other) && before.Routes.LongName(one) != after.Routes.LongName(other)
                && meanings.Contains(formerRoutes.Key(one)));
        var days = new ServiceDays(before, after);
        var former = new TripMeaning(before, days, null, null);
        var later = new TripMeaning(after, days, StopPairs, RoutePairs);
        var (trips, formerTrips) = (Trips(after, later), Trips(before, former));
        this.tables =
        [
            (EntityKind.Agency, formerAgencies, agencies), (EntityKind.Stop, formerStops, stops),
            (EntityKind.Route, formerRoutes, routes), (EntityKind.Trip, formerTrips, trips),
        ];
        Stability = [agencyPairs.Stability, StopPairs.Stability, RoutePairs.Stability, Pairing.OfTrips(formerTrips, trips)];
    }

    public Pairing StopPairs { get; }

    public Pairing RoutePairs { get; }

    public IReadOnlyList<IdStability> Stability { get; }

    public IReadOnlyList<EntityChanges> Entities() => [.. this.tables.Select(table =>
    {
        var added = Missing(table.After, table.Before);
        var removed = Missing(table.Before, table.After);
        return new EntityChanges(
            table.Kind, table.Before.Count, table.After.Count,
            [.. added.Take(FeedComparison.MaxListed)], [.. removed.Take(FeedComparison.MaxListed)], added.Count, removed.Count);
    })];

    private static List<string> Missing(Pairing.Rows from, Pairing.Rows among)
    {
        var missing = new List<string>();
        for (var row = 0; row < from.Count; row++)
        {
            if (!among.TryFind(from.Id(row), out _))
            {
                missing.Add($"{from.Id(row)}: {from.Name(row)}");
            }
        }

        return missing;
    }

    private static double Distance(Schedule before, int one, Schedule after, int other) => Geometry.Distance(
        before.Stops.Latitude(one), before.Stops.Longitude(one), after.Stops.Latitude(other), after.Stops.Longitude(other));

    private static Pairing.Rows Agencies(Schedule schedule) => new(
        schedule.Agencies.Count, schedule.Agencies.Id, schedule.Agencies.Name,
        row => NameKey.Of(schedule.Agencies.Name(row)) is { Length: > 0 } name ? $"{name} {schedule.Agencies.TimeZoneName(row)}" : null,
        schedule.Agencies.TryFind);

    private static Pairing.Rows Stops(Schedule schedule) => new(
        schedule.Stops.Count, schedule.Stops.Id, schedule.Stops.Name,
        row => NameKey.Of(schedule.Stops.Name(row)) is { Length: > 0 } name
            ? $"{name} {schedule.Stops.LocationType(row)} {schedule.Stops.PlatformCode(row)}"
            : null,
        schedule.Stops.TryFind);

    private static Pairing.Rows Routes(Schedule schedule) => new(
        schedule.Routes.Count, schedule.Routes.Id, row => NameOf(schedule, row),
        row => NameKey.Of(NameOf(schedule, row)) is { Length: > 0 } name
            ? $"{name} {schedule.Routes.Type(row)} {(schedule.Routes.AgencyIndex(row) is >= 0 and var agency ? NameKey.Of(schedule.Agencies.Name(agency)) : string.Empty)}"
            : null,
        schedule.Routes.TryFind);

    private static Pairing.Rows Trips(Schedule schedule, TripMeaning meaning) => new(
        schedule.Trips.Count, schedule.Trips.Id,
        row => string.Create(CultureInfo.InvariantCulture, $"{(schedule.Trips.RouteIndex(row) is >= 0 and var route ? NameOf(schedule, route) : "?")} at {Time.ServiceTime.FromSeconds(schedule.Trips.StartSeconds(row))} {schedule.Trips.Headsign(row)}").TrimEnd(),
        meaning.Of, schedule.Trips.TryFind);

    internal static string NameOf(Schedule schedule, int route) =>
        schedule.Routes.ShortName(route) is { Length: > 0 } name ? name : schedule.Routes.LongName(route);
}
