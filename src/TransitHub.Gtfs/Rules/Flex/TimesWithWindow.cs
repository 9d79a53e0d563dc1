using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A row has both times and a pickup or drop-off window (forbidden_arrival_or_departure_time, ERROR). The vehicle either
/// keeps times or comes within a window. Remove the times or the window.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class TimesWithWindow() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_arrival_or_departure_time", "A row has both times and a pickup or drop-off window.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("start_pickup_drop_off_window") && !table.HasColumn("end_pickup_drop_off_window"))
        {
            return;
        }

        var start = table.Int("start_pickup_drop_off_window");
        var end = table.Int("end_pickup_drop_off_window");
        var arrival = table.Int("arrival_time");
        var departure = table.Int("departure_time");
        for (var row = 0; row < table.Count; row++)
        {
            if ((start.Has(row) || end.Has(row)) && (arrival.Has(row) || departure.Has(row)) && report.Wants(Code))
            {
                report.Add(Code, table, row, "arrival_time", "Remove arrival_time and departure_time, or the window.",
                    Detail("startPickupDropOffWindow", start.Text(row)),
                    Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
