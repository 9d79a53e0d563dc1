using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Transfers;

/// <summary>
/// An in-seat transfer lacks a trip (missing_required_field, ERROR), is made in the middle of a trip
/// (transfer_with_suspicious_mid_trip_in_seat, WARNING), or between modes (inconsistent_route_type_for_in_seat_transfer,
/// WARNING). Riders stay aboard from the last stop of one trip to the first of the next. Correct it.
/// <see href="https://gtfs.org/documentation/schedule/reference/#transferstxt"/>
/// </summary>
internal sealed class InSeatTransfers() : FeedRule(Missing, MidTrip, Modes)
{
    private static readonly RuleCode Missing = RuleCode.Error("missing_required_field", "A required field is empty.");
    private static readonly RuleCode MidTrip = RuleCode.Warning("transfer_with_suspicious_mid_trip_in_seat", "An in-seat transfer is made in the middle of a trip.");
    private static readonly RuleCode Modes = RuleCode.Warning("inconsistent_route_type_for_in_seat_transfer", "An in-seat transfer is made between modes.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.Transfers);
        var kind = table.Int("transfer_type");
        for (var row = 0; row < table.Count; row++)
        {
            if (kind[row] is 4 or 5)
            {
                CheckEnd(feed, table, row, "from", isLast: true, report);
                CheckEnd(feed, table, row, "to", isLast: false, report);
            }

            if (kind[row] == 4)
            {
                CheckModes(feed, table, row, report);
            }
        }
    }

    private static void CheckEnd(GtfsTables feed, GtfsTable table, int row, string side, bool isLast, RuleReport report)
    {
        var (trip, stop) = (table.Text(side + "_trip_id"), table.Text(side + "_stop_id"));
        if (!trip.Has(row))
        {
            if (report.Wants(Missing))
            {
                report.Add(Missing, table, row, side + "_trip_id", "An in-seat transfer needs both trips. Fill it in.");
            }

            return;
        }

        if (stop[row] < 0 || feed.TimesByTrip.CountOf(trip[row]) == 0)
        {
            return;
        }

        var rows = feed.TimesByTrip.Of(trip[row]);
        var isServed = false;
        foreach (var time in rows)
        {
            isServed |= feed.StopTimeStops[time] == stop[row];
        }

        if (isServed && feed.StopTimeStops[isLast ? rows[^1] : rows[0]] != stop[row] && report.Wants(MidTrip))
        {
            report.Add(MidTrip, table, row, side + "_stop_id", "Riders stay aboard from the last stop of one trip to the first of the next. Correct the stop.",
                Detail("tripIdFieldName", side + "_trip_id"), Detail("tripId", trip.Text(row)),
                Detail("stopIdFieldName", side + "_stop_id"), Detail("stopId", stop.Text(row)));
        }
    }

    private static void CheckModes(GtfsTables feed, GtfsTable table, int row, RuleReport report)
    {
        var (from, to, ids, type) = (table.Text("from_route_id"), table.Text("to_route_id"), feed.Routes.Text("route_id"), feed.Routes.Int("route_type"));
        var (fromRow, toRow) = (ids.Row(from[row]), ids.Row(to[row]));
        if (fromRow >= 0 && toRow >= 0 && type[fromRow] != type[toRow] && report.Wants(Modes))
        {
            report.Add(Modes, table, row, "to_route_id", "One vehicle cannot be of two modes. Correct the routes.",
                Detail("fromRouteId", from.Text(row)), Detail("toRouteId", to.Text(row)),
                Detail("fromRouteType", type.Text(fromRow)), Detail("toRouteType", type.Text(toRow)));
        }
    }
}
