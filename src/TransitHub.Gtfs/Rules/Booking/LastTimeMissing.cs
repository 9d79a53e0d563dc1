using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// A prior-day booking rule has no last time (missing_prior_notice_last_time, ERROR). It is not known until when riders
/// can book. Fill in prior_notice_last_time.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class LastTimeMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_prior_notice_last_time", "A prior-day booking rule has no last time.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var type = table.Int("booking_type");
        var last = table.Int("prior_notice_last_time");
        for (var row = 0; row < table.Count; row++)
        {
            if (type[row] == 2 && !last.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_last_time", "Fill in prior_notice_last_time.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)));
            }
        }
    }
}
