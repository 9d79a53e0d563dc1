using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Transfers;

/// <summary>
/// A transfer names a trip of another route (transfer_with_invalid_trip_and_route, ERROR), or one that does not serve the
/// stop (transfer_with_invalid_trip_and_stop, ERROR). It can never be made. Correct it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#transferstxt"/>
/// </summary>
internal sealed class TransferTrips() : FeedRule(Route, Stop)
{
    private static readonly RuleCode Route = RuleCode.Error("transfer_with_invalid_trip_and_route", "A transfer names a trip of another route.");
    private static readonly RuleCode Stop = RuleCode.Error("transfer_with_invalid_trip_and_stop", "A transfer names a trip that does not serve its stop.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Transfers);
        for (var row = 0; row < table.Count; row++)
        {
            Check(feed, table, row, "from", report);
            Check(feed, table, row, "to", report);
        }
    }

    private static void Check(GtfsTables feed, GtfsTable table, int row, string side, RuleReport report)
    {
        var (trip, route, stop) = (table.Text(side + "_trip_id"), table.Text(side + "_route_id"), table.Text(side + "_stop_id"));
        var tripRow = feed.TripIds.Row(trip[row]);
        if (tripRow < 0)
        {
            return;
        }

        var expected = feed.Trips.Text("route_id");
        if (route.Has(row) && route[row] != expected[tripRow] && report.Wants(Route))
        {
            report.Add(Route, table, row, side + "_route_id", "The trip belongs to another route. Correct one of them.",
                Detail("tripFieldName", side + "_trip_id"), Detail("tripId", trip.Text(row)), Detail("routeFieldName", side + "_route_id"),
                Detail("routeId", route.Text(row)), Detail("expectedRouteId", expected.Text(tripRow)));
        }

        if (feed.StopIds.Row(stop[row]) >= 0 && !Serves(feed, trip[row], stop[row]) && report.Wants(Stop))
        {
            report.Add(Stop, table, row, side + "_stop_id", "The trip does not serve the stop. Correct one of them.",
                Detail("tripFieldName", side + "_trip_id"), Detail("tripId", trip.Text(row)),
                Detail("stopFieldName", side + "_stop_id"), Detail("stopId", stop.Text(row)));
        }
    }

    private static bool Serves(GtfsTables feed, int trip, int stop)
    {
        var parents = feed.Stops.Text("parent_station");
        var isStation = feed.Stops.Int("location_type")[feed.StopIds.Row(stop)] == 1;
        foreach (var time in feed.TimesByTrip.CountOf(trip) > 0 ? feed.TimesByTrip.Of(trip) : [])
        {
            var served = feed.StopTimeStops[time];
            if (isStation ? parents[feed.StopIds.Row(served)] == stop : served == stop)
            {
                return true;
            }
        }

        return false;
    }
}
