using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// The most notice is shorter than the least (invalid_prior_notice_duration_min, ERROR). No booking would ever be in
/// time. Correct one of them.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class DurationRangeInvalid() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("invalid_prior_notice_duration_min", "The most notice is shorter than the least.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var least = table.Int("prior_notice_duration_min");
        var most = table.Int("prior_notice_duration_max");
        for (var row = 0; row < table.Count; row++)
        {
            if (least.Has(row) && most.Has(row) && most[row] < least[row] && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_duration_min", "prior_notice_duration_max must not be less than prior_notice_duration_min.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)),
                    Detail("priorNoticeDurationMin", least[row]),
                    Detail("priorNoticeDurationMax", most[row]));
            }
        }
    }
}
