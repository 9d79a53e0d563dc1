using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// A service pauses for more than thirteen days (big_gap_in_service, INFO), or runs more than two years ahead
/// (service_extends_far_in_the_future, INFO). Both are rare on purpose. Look whether the calendar is right.
/// <see href="https://gtfs.org/documentation/schedule/reference/#calendartxt"/>
/// </summary>
internal sealed class ServiceSpread() : FeedRule(Gap, Far)
{
    private static readonly RuleCode Gap = RuleCode.Info("big_gap_in_service", "A service pauses for more than thirteen days.");
    private static readonly RuleCode Far = RuleCode.Info("service_extends_far_in_the_future", "A service runs more than two years ahead.");

    private const int MaxGapDays = 13;
    private const int MaxDaysAhead = 2 * 365;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var services = feed.Calendar.Text("service_id");
        for (var row = 0; row < feed.Calendar.Count; row++)
        {
            if (feed.ServiceDays.Of(services[row]) is { Length: > 0 } days)
            {
                CheckGaps(feed, row, days, report);
                if (days[^1] - feed.Options.Today.DayNumber > MaxDaysAhead && report.Wants(Far))
                {
                    report.Add(Far, feed.Calendar, row, "end_date", "The service runs for more than two years from today. Look whether end_date is right.",
                        Detail("serviceId", services.Text(row)), Detail("serviceWindowEndDate", ServiceDate.FromDayNumber(days[^1]).ToString()));
                }
            }
        }
    }

    private static void CheckGaps(GtfsTables feed, int row, int[] days, RuleReport report)
    {
        for (var at = 1; at < days.Length; at++)
        {
            var gap = days[at] - days[at - 1] - 1;
            if (gap > MaxGapDays && report.Wants(Gap))
            {
                report.Add(Gap, feed.Calendar, row, "service_id", $"The service does not run for {gap} days. Look whether that is meant.",
                    Detail("serviceId", feed.Calendar.Column("service_id").Text(row)),
                    Detail("gapStartDate", ServiceDate.FromDayNumber(days[at - 1]).ToString()),
                    Detail("gapEndDate", ServiceDate.FromDayNumber(days[at]).ToString()),
                    Detail("gapDurationDays", gap));
            }
        }
    }
}
