using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// All days of a service lie in the past (expired_calendar, WARNING). It only makes the feed larger. Remove it and its
/// trips; if calendar_dates.txt is the only calendar, all of it has to be past.
/// <see href="https://gtfs.org/documentation/schedule/reference/#dataset-publishing-general-practices"/>
/// </summary>
internal sealed class ExpiredCalendars() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Warning("expired_calendar", "All days of a service lie in the past.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        var (weekly, dated) = (feed.Calendar.Text("service_id"), feed.CalendarDates.Text("service_id"));
        var today = feed.Options.Today.DayNumber;
        var datesAlone = feed.Calendar.Count == 0
            && Enumerable.Range(0, feed.ServiceDays.Count).All(service => feed.ServiceDays.Of(service) is not { Length: > 0 } days || days[^1] < today);
        for (var service = 0; service < feed.ServiceDays.Count; service++)
        {
            if (feed.ServiceDays.Of(service) is not { Length: > 0 } days || days[^1] >= today)
            {
                continue;
            }

            var table = weekly.Row(service) >= 0 ? feed.Calendar : datesAlone ? feed.CalendarDates : null;
            if (table is not null && report.Wants(Code))
            {
                var row = table == feed.Calendar ? weekly.Row(service) : dated.Row(service);
                report.Add(Code, table, row, "service_id", "The service ended before today. Remove it and its trips.", Detail("serviceId", weekly.Domain.Text(service)));
            }
        }
    }
}
