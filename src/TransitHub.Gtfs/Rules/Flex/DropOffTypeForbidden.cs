using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A row with a window has a drop-off of regular kind (forbidden_drop_off_type, ERROR). Within a window riders are set
/// down by arrangement or not at all. Set drop_off_type to 1, 2 or 3.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class DropOffTypeForbidden() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_drop_off_type", "A row with a window has a drop-off of regular kind.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("start_pickup_drop_off_window") && !table.HasColumn("end_pickup_drop_off_window"))
        {
            return;
        }

        var start = table.Int("start_pickup_drop_off_window");
        var end = table.Int("end_pickup_drop_off_window");
        var dropOff = table.Int("drop_off_type");
        for (var row = 0; row < table.Count; row++)
        {
            if ((start.Has(row) || end.Has(row)) && dropOff.Or(row, 0) == 0 && report.Wants(Code))
            {
                report.Add(Code, table, row, "drop_off_type", "With a window, drop_off_type must not be 0.",
                    Detail("startPickupDropOffWindow", start.Text(row)),
                    Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
