using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// A booking rule has a first day and no first time (missing_prior_notice_start_time, ERROR). It is not known when
/// booking opens. Fill in prior_notice_start_time.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class StartTimeMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_prior_notice_start_time", "A booking rule has a first day and no first time.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var day = table.Int("prior_notice_start_day");
        var time = table.Int("prior_notice_start_time");
        for (var row = 0; row < table.Count; row++)
        {
            if (day.Has(row) && !time.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_start_time", "Fill in prior_notice_start_time.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)));
            }
        }
    }
}
