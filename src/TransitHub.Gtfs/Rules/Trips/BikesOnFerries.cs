using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Trips;

/// <summary>
/// A trip of a ferry does not say whether bicycles may come aboard (missing_bike_allowance, WARNING). Riders with one
/// need to know. Fill in bikes_allowed.
/// <see href="https://gtfs.org/documentation/schedule/reference/#tripstxt"/>
/// </summary>
internal sealed class BikesOnFerries() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_bike_allowance", "A trip of a ferry does not say whether bicycles may come aboard.");

    private const int Ferry = 4;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (routes, type, bikes) = (feed.Trips.Text("route_id"), feed.Routes.Int("route_type"), feed.Trips.Int("bikes_allowed"));
        var ids = feed.Routes.Text("route_id");
        for (var row = 0; row < feed.Trips.Count; row++)
        {
            if (type[ids.Row(routes[row])] == Ferry && bikes.Or(row, 0) == 0 && report.Wants(Code))
            {
                report.Add(Code, feed.Trips, row, "bikes_allowed", "Fill in bikes_allowed for trips of ferries.",
                    Detail("routeId", routes.Text(row)), Detail("tripId", feed.TripIds.Text(row)));
            }
        }
    }
}
