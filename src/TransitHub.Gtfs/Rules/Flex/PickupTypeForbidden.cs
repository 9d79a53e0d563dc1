using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A row with a window has a pickup of regular or on-request kind (forbidden_pickup_type, ERROR). Within a window riders
/// are picked up by arrangement or not at all. Set pickup_type to 1 or 2.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class PickupTypeForbidden() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_pickup_type", "A row with a window has a pickup of regular or on-request kind.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (!table.HasColumn("start_pickup_drop_off_window") && !table.HasColumn("end_pickup_drop_off_window"))
        {
            return;
        }

        var start = table.Int("start_pickup_drop_off_window");
        var end = table.Int("end_pickup_drop_off_window");
        var pickup = table.Int("pickup_type");
        for (var row = 0; row < table.Count; row++)
        {
            if ((start.Has(row) || end.Has(row)) && pickup.Or(row, 0) is 0 or 3 && report.Wants(Code))
            {
                report.Add(Code, table, row, "pickup_type", "With a window, pickup_type must be 1 or 2.",
                    Detail("startPickupDropOffWindow", start.Text(row)),
                    Detail("endPickupDropOffWindow", end.Text(row)));
            }
        }
    }
}
