using System.Globalization;

namespace TransitHub.Gtfs.Comparing;

/// <summary>What things that kept their id are called and where they are.</summary>
internal static class TextComparison
{
    /// <summary>Below this a coordinate was only written with other decimals.</summary>
    private const double LeastMeters = 1;

    public static List<StopMove> Moves(Schedule before, Schedule after)
    {
        var moves = new List<StopMove>();
        for (var stop = 0; stop < before.Stops.Count; stop++)
        {
            if (after.Stops.TryFind(before.Stops.Id(stop), out var now))
            {
                var meters = Geometry.Distance(
                    before.Stops.Latitude(stop), before.Stops.Longitude(stop), after.Stops.Latitude(now), after.Stops.Longitude(now));
                if (meters >= LeastMeters)
                {
                    moves.Add(new StopMove(after.Stops.Id(now), after.Stops.Name(now), Math.Round(meters, 1)));
                }
            }
        }

        return [.. moves.OrderByDescending(move => move.Meters).ThenBy(move => move.Id, StringComparer.Ordinal)];
    }

    public static List<TextChange> Compare(Schedule before, Schedule after)
    {
        var changes = new List<TextChange>();
        for (var row = 0; row < before.Agencies.Count; row++)
        {
            if (after.Agencies.TryFind(before.Agencies.Id(row), out var now))
            {
                Note(changes, EntityKind.Agency, before.Agencies.Id(row), "agency_name", before.Agencies.Name(row), after.Agencies.Name(now));
                Note(changes, EntityKind.Agency, before.Agencies.Id(row), "agency_timezone", before.Agencies.TimeZoneName(row), after.Agencies.TimeZoneName(now));
            }
        }

        for (var row = 0; row < before.Stops.Count; row++)
        {
            if (after.Stops.TryFind(before.Stops.Id(row), out var now))
            {
                var (former, later) = (before.Stops, after.Stops);
                Note(changes, EntityKind.Stop, former.Id(row), "stop_name", former.Name(row), later.Name(now));
                Note(changes, EntityKind.Stop, former.Id(row), "platform_code", former.PlatformCode(row), later.PlatformCode(now));
                Note(changes, EntityKind.Stop, former.Id(row), "location_type", Number(former.LocationType(row)), Number(later.LocationType(now)));
                Note(changes, EntityKind.Stop, former.Id(row), "parent_station", ParentOf(former, row), ParentOf(later, now));
                Note(changes, EntityKind.Stop, former.Id(row), "wheelchair_boarding", Number(former.WheelchairBoarding(row)), Number(later.WheelchairBoarding(now)));
            }
        }

        for (var row = 0; row < before.Routes.Count; row++)
        {
            if (after.Routes.TryFind(before.Routes.Id(row), out var now))
            {
                var (former, later) = (before.Routes, after.Routes);
                Note(changes, EntityKind.Route, former.Id(row), "route_short_name", former.ShortName(row), later.ShortName(now));
                Note(changes, EntityKind.Route, former.Id(row), "route_long_name", former.LongName(row), later.LongName(now));
                Note(changes, EntityKind.Route, former.Id(row), "route_type", Number(former.Type(row)), Number(later.Type(now)));
                Note(changes, EntityKind.Route, former.Id(row), "route_color", former.Color(row), later.Color(now));
                Note(changes, EntityKind.Route, former.Id(row), "agency_id", AgencyOf(before, row), AgencyOf(after, now));
            }
        }

        return changes;
    }

    private static string ParentOf(StopTable stops, int stop) => stops.ParentIndex(stop) is >= 0 and var parent ? stops.Id(parent) : string.Empty;

    private static string AgencyOf(Schedule schedule, int route) =>
        schedule.Routes.AgencyIndex(route) is >= 0 and var agency ? schedule.Agencies.Id(agency) : string.Empty;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Note(List<TextChange> changes, EntityKind kind, string id, string field, string before, string after)
    {
        if (before != after)
        {
            changes.Add(new TextChange(kind, id, field, before, after));
        }
    }
}
