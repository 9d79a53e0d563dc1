using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// Booking closes before it opens (prior_notice_last_day_after_start_day, ERROR). The last day counts more days ahead
/// than the first. Correct one of them.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class LastDayAfterStartDay() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("prior_notice_last_day_after_start_day", "Booking closes before it opens.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var last = table.Int("prior_notice_last_day");
        var start = table.Int("prior_notice_start_day");
        for (var row = 0; row < table.Count; row++)
        {
            if (last.Has(row) && start.Has(row) && last[row] > start[row] && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_last_day", "prior_notice_last_day must not be more days ahead than prior_notice_start_day.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)),
                    Detail("priorNoticeLastDay", last[row]),
                    Detail("priorNoticeStartDay", start[row]));
            }
        }
    }
}
