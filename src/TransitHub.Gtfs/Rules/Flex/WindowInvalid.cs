using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A pickup or drop-off window ends before or when it begins (invalid_pickup_drop_off_window, ERROR). No one could ride
/// within it. Correct its ends.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class WindowInvalid() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("invalid_pickup_drop_off_window", "A pickup or drop-off window ends before or when it begins.");

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
            if (start.Has(row) && end.Has(row) && start[row] >= end[row] && report.Wants(Code))
            {
                report.Add(Code, table, row, "end_pickup_drop_off_window", "The window must end after it begins.",
                    Detail("startPickupDropOffWindow", start.Text(row)),
                    Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
