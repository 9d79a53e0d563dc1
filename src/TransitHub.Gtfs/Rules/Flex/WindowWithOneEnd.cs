using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A pickup or drop-off window has one end (missing_pickup_or_drop_off_window, ERROR). A span needs both. Fill in the
/// other end.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class WindowWithOneEnd() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_pickup_or_drop_off_window", "A pickup or drop-off window has one end.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("start_pickup_drop_off_window") && !table.HasColumn("end_pickup_drop_off_window"))
        {
            return;
        }

        var start = table.Int("start_pickup_drop_off_window");
        var end = table.Int("end_pickup_drop_off_window");
        for (var row = 0; row < table.Count; row++)
        {
            if (start.Has(row) != end.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in both ends of the window.",
                    Detail("startPickupDropOffWindow", start.Text(row)),
                    Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
