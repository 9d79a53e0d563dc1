using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Calendars;

/// <summary>
/// The feed has neither calendar.txt nor calendar_dates.txt (missing_calendar_and_calendar_date_files, ERROR), so no trip
/// ever runs. Add one of them.
/// <see href="https://gtfs.org/documentation/schedule/reference/#calendartxt"/>
/// </summary>
internal sealed class CalendarsMissing() : FeedRule(Code)
{
    private static readonly RuleCode Code = RuleCode.Error("missing_calendar_and_calendar_date_files", "The feed has no calendar.");

    public override void Check(GtfsTables feed, RuleReport report)
    {
        if (feed.Calendar.IsMissing && feed.CalendarDates.IsMissing && report.Wants(Code))
        {
            report.Add(Code, "calendar.txt", "The feed has neither calendar.txt nor calendar_dates.txt, so no trip ever runs. Add one of them.");
        }
    }
}
