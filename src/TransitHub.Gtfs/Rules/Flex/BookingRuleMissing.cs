using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Flex;

/// <summary>
/// A window that must be booked names no booking rule (missing_pickup_drop_off_booking_rule_id, WARNING). Riders cannot
/// tell how to book. Fill in the booking rule.
/// <see href="https://gtfs.org/documentation/schedule/reference/#stop_timestxt"/>
/// </summary>
internal sealed class BookingRuleMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("missing_pickup_drop_off_booking_rule_id", "A window that must be booked names no booking rule.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(StopTables.StopTimes);
        if (feed.Of(OtherTables.BookingRules).IsMissing)
        {
            return;
        }

        var start = table.Int("start_pickup_drop_off_window");
        var end = table.Int("end_pickup_drop_off_window");
        var pickup = table.Int("pickup_type");
        var dropOff = table.Int("drop_off_type");
        var pickupRule = table.Text("pickup_booking_rule_id");
        var dropOffRule = table.Text("drop_off_booking_rule_id");
        for (var row = 0; row < table.Count; row++)
        {
            if (((pickup[row] == 2 && start.Has(row) && !pickupRule.Has(row)) || (dropOff[row] == 2 && end.Has(row) && !dropOffRule.Has(row))) && report.Wants(Code))
            {
                report.Add(Code, table, row, null, "Fill in pickup_booking_rule_id and drop_off_booking_rule_id.",
                    Detail("pickupType", pickup.Text(row)),
                    Detail("dropOffType", dropOff.Text(row)));
            }
        }
    }
}
