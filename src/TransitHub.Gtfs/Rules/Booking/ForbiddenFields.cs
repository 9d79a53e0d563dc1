using TransitHub.Gtfs.Rules.Schema;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Booking;

/// <summary>
/// A booking rule has a field that its type forbids: for booking on the spot (forbidden_real_time_booking_field_value,
/// ERROR), on the same day (forbidden_same_day_booking_field_value, ERROR) or days before
/// (forbidden_prior_day_booking_field_value, ERROR). The two contradict each other. Remove the field, or correct
/// booking_type.
/// <see href="https://gtfs.org/documentation/schedule/reference/#booking_rulestxt"/>
/// </summary>
internal sealed class ForbiddenFields() : FeedRule(RealTime, SameDay, PriorDay)
{
    private static readonly RuleCode RealTime = RuleCode.Error("forbidden_real_time_booking_field_value", "A real-time booking rule has a forbidden field.");
    private static readonly RuleCode SameDay = RuleCode.Error("forbidden_same_day_booking_field_value", "A same-day booking rule has a forbidden field.");
    private static readonly RuleCode PriorDay = RuleCode.Error("forbidden_prior_day_booking_field_value", "A prior-day booking rule has a forbidden field.");

    private static readonly string[] Durations = ["prior_notice_duration_min", "prior_notice_duration_max"];
    private static readonly string[] Last = ["prior_notice_last_day", "prior_notice_last_time", "prior_notice_service_id"];
    private static readonly string[] Start = ["prior_notice_start_day", "prior_notice_start_time"];

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var table = feed.Of(OtherTables.BookingRules);
        var type = table.Int("booking_type");
        for (var row = 0; row < table.Count; row++)
        {
            var (code, forbidden) = type[row] switch
            {
                0 => (RealTime, [.. Durations, .. Last, .. Start]),
                1 => (SameDay, Last),
                2 => (PriorDay, Durations),
                _ => (null, []),
            };
            string[] found = [.. forbidden.Where(field => table.Column(field).Has(row))];
            if (code is not null && found.Length > 0 && report.Wants(code))
            {
                report.Add(code, table, row, found[0], "The type of booking forbids the field. Remove it, or correct booking_type.",
                    Detail("bookingRuleId", table.Column("booking_rule_id").Text(row)), Detail("fieldNames", string.Join(", ", found)));
            }
        }
    }
}
