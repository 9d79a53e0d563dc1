using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Stops;

/// <summary>
/// A stop has no zone although fares of a route that serves it depend on zones (stop_without_zone_id, INFO). Its fare
/// cannot be told. Fill in zone_id.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stopstxt"/>
/// </summary>
internal sealed class StopZones() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Info("stop_without_zone_id", "A stop has no zone although fares depend on it.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var rules = feed.Of(FareTables.FareRules);
        TextColumn[] zones = [rules.Text("origin_id"), rules.Text("destination_id"), rules.Text("contains_id")];
        var ruleRoutes = rules.Text("route_id");
        HashSet<int> routes = [.. Enumerable.Range(0, rules.Count).Where(row => ruleRoutes.Has(row) && zones.Any(zone => zone.Has(row))).Select(row => ruleRoutes[row])];
        if (routes.Count == 0)
        {
            return;
        }

        var served = Served(feed, routes);
        var (type, zone) = (feed.Stops.Int("location_type"), feed.Stops.Text("zone_id"));
        for (var row = 0; row < feed.Stops.Count; row++)
        {
            if (type.Or(row, 0) == 0 && !zone.Has(row) && feed.StopIds[row] is >= 0 and var stop && served[stop] && report.Wants(Code))
            {
                report.Add(Code, feed.Stops, row, "zone_id", "Fares of a route that serves the stop depend on zones. Fill in zone_id.",
                    Detail("stopId", feed.StopIds.Text(row)), Detail("stopName", feed.Stops.Column("stop_name").Text(row)));
            }
        }
    }

    private static bool[] Served(GtfsTables feed, HashSet<int> routes)
    {
        var served = new bool[feed.StopIds.Domain.Count];
        var (trips, tripRoutes) = (feed.StopTimes.Text("trip_id"), feed.Trips.Text("route_id"));
        for (var row = 0; row < feed.StopTimes.Count; row++)
        {
            if (feed.StopTimeStops[row] is >= 0 and var stop && routes.Contains(tripRoutes[feed.TripIds.Row(trips[row])]))
            {
                served[stop] = true;
            }
        }

        return served;
    }
}
