using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// A same-day booking rule has no least notice (missing_prior_notice_duration_min, ERROR). It is not known until when
/// riders can book. Fill in prior_notice_duration_min.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class DurationMinMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_prior_notice_duration_min", "A same-day booking rule has no least notice.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var type = table.Int("booking_type");
        var least = table.Int("prior_notice_duration_min");
        for (var row = 0; row < table.Count; row++)
        {
            if (type[row] == 1 && !least.Has(row) && report.Wants(Code))
            {
                report.Add(Code, table, row, "prior_notice_duration_min", "Fill in prior_notice_duration_min.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)));
            }
        }
    }
}
