using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// Service and the period of feed_info.txt do not agree: nothing runs yet (future_calendar, INFO), a service runs outside
/// the period (service_window_outside_feed_period, INFO), or the period goes two weeks beyond all service
/// (feed_valid_beyond_total_service_window, INFO). Correct the dates.
/// <see href="https://gtfs.org/documentation/schedule/reference/#feed_infotxt"/>
/// </summary>
internal sealed class FeedPeriod() : FeedRule(Future, Outside, Beyond)
{
    private static readonly RuleCode Future = RuleCode.Info("future_calendar", "No service runs yet.");
    private static readonly RuleCode Outside = RuleCode.Info("service_window_outside_feed_period", "A service runs outside the period of the feed.");
    private static readonly RuleCode Beyond = RuleCode.Info("feed_valid_beyond_total_service_window", "The period of the feed goes beyond all service.");

    private const int ToleratedDays = 14;

    public override void Check(GtfsTables feed, RuleReport report)
    {
        if (ServiceSpan.Of(feed) is not ({ } first, { } last))
        {
            return;
        }

        if (first > feed.Options.Today && report.Wants(Future))
        {
            report.Add(Future, "calendar.txt", "No service runs before a day in the future; publish the current one as well.",
                Detail("minServiceStartDate", first.ToString()), Detail("currentDate", feed.Options.Today.ToString()));
        }

        var (start, end) = (feed.FeedInfo.Int("feed_start_date"), feed.FeedInfo.Int("feed_end_date"));
        if (!start.Has(0) || !end.Has(0))
        {
            return;
        }

        foreach (var service in ServiceSpan.Used(feed))
        {
            CheckService(feed, service, start[0], end[0], report);
        }

        if ((start[0] < first.DayNumber - ToleratedDays || end[0] > last.DayNumber + ToleratedDays) && report.Wants(Beyond))
        {
            report.Add(Beyond, feed.FeedInfo, 0, "feed_end_date", "The feed is said to be valid on days without any service. Correct its dates.",
                Detail("feedStartDate", start.Text(0)), Detail("feedEndDate", end.Text(0)),
                Detail("totalServiceWindowStartDate", first.ToString()), Detail("totalServiceWindowEndDate", last.ToString()));
        }
    }

    private static void CheckService(GtfsTables feed, int service, int start, int end, RuleReport report)
    {
        if (feed.ServiceDays.Of(service) is { Length: > 0 } days && (days[0] < start || days[^1] > end) && report.Wants(Outside))
        {
            var (before, after) = (Math.Max(0, start - days[0]), Math.Max(0, days[^1] - end));
            report.Add(Outside, feed.FeedInfo.File, $"A service runs {before} days before and {after} days after the period of the feed. Correct the dates.",
                Detail("serviceId", feed.Trips.Text("service_id").Domain.Text(service)),
                Detail("serviceWindowStart", ServiceDate.FromDayNumber(days[0]).ToString()),
                Detail("serviceWindowEnd", ServiceDate.FromDayNumber(days[^1]).ToString()),
                Detail("daysBeforeFeedStart", before), Detail("daysAfterFeedEnd", after));
        }
    }
}
