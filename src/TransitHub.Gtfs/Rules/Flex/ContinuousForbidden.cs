using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Rules.Walks;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A route allows riders to get on or off anywhere, and a trip of it has pickup or drop-off windows
/// (forbidden_continuous_pickup_drop_off, ERROR). Only one can hold. Set continuous_pickup and continuous_drop_off of the
/// route to 1.
/// <see href="https://gtfs.org/documentation/schedule/reference/#routestxt"/>
/// </summary>
internal sealed class ContinuousForbidden() : TripRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_continuous_pickup_drop_off", "A route with continuous pickup or drop-off has a trip with windows.");

    private GtfsTables feed = null!;

    public override bool Begin(GtfsTables feed)
    {
        this.feed = feed;
        return (feed.Routes.HasColumn("continuous_pickup") || feed.Routes.HasColumn("continuous_drop_off"))
            && (feed.StopTimes.HasColumn("start_pickup_drop_off_window") || feed.StopTimes.HasColumn("end_pickup_drop_off_window"));
    }

    public override void Visit(TripVisit trip, RuleReport report)
    {
        var routes = this.feed.Routes;
        var route = routes.Text("route_id").Row(this.feed.Trips.Text("route_id")[trip.TripRow]);
        if (route < 0 || (routes.Int("continuous_pickup").Or(route, 1) == 1 && routes.Int("continuous_drop_off").Or(route, 1) == 1))
        {
            return;
        }

        var (times, start, end) = (this.feed.StopTimes, this.feed.StopTimes.Int("start_pickup_drop_off_window"), this.feed.StopTimes.Int("end_pickup_drop_off_window"));
        foreach (var row in trip.Rows)
        {
            if ((start.Has(row) || end.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, times, row, "start_pickup_drop_off_window", "The route allows getting on or off anywhere, which a window forbids. Set its continuous fields to 1.",
                    Detail("routeCsvRowNumber", routes.Line(route)), Detail("tripId", this.feed.TripIds.Domain.Text(trip.Trip)),
                    Detail("stopTimeCsvRowNumber", times.Line(row)), Detail("startPickupDropOffWindow", start.Text(row)), Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
