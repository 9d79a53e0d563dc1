using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// A booking rule has both a first day and a most notice (forbidden_prior_notice_start_day, ERROR). Both say when booking
/// opens. Remove one of them.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class StartDayForbidden() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("forbidden_prior_notice_start_day", "A booking rule has both a first day and a most notice.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var most = table.Int("prior_notice_duration_max");
        var start = table.Int("prior_notice_start_day");
        for (var row = 0; row < table.Count; row++)
        {
            if (most.Has(row) && start.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_start_day", "Remove prior_notice_start_day or prior_notice_duration_max.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)),
                    Detail("priorNoticeStartDay", start[row]),
                    Detail("priorNoticeDurationMax", most[row]));
            }
        }
    }
}
