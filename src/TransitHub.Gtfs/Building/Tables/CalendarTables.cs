using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>calendar.txt and calendar_dates.txt: the day types that have a trip.</summary>
internal static class CalendarTables
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public static void Write(BuiltFeed built, LineNetwork network, FeedSheet feed, TripPlan plan)
    {
        var calendar = new CsvTable(
            "service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date", "end_date");
        var dates = new CsvTable("service_id", "date", "exception_type");
        var used = plan.Trips.Select(trip => trip.DayType).ToHashSet(StringComparer.Ordinal);
        foreach (var day in network.DayTypes.Where(day => used.Contains(day.Id)))
        {
            if (!day.Days.IsEmpty)
            {
                calendar.Add([day.Id, .. Week.Select(weekday => day.RunsOn(weekday) ? "1" : "0"), feed.ValidFrom.ToString(), feed.ValidTo.ToString()]);
            }

            foreach (var date in Holidays(network, feed))
            {
                var (usual, holiday) = (day.RunsOn(date.DayOfWeek), day.RunsOnHoliday(network.HolidayDayType!));
                if (usual != holiday)
                {
                    dates.Add(day.Id, date.ToString(), holiday ? "1" : "2");
                }
            }
        }

        built.Add("calendar.txt", calendar);
        built.Add("calendar_dates.txt", dates);
    }

    /// <summary>Whether a day type runs on any day of the feed.</summary>
    public static bool Runs(LineNetwork network, FeedSheet feed, DayTypeSheet day)
    {
        for (var date = feed.ValidFrom; date <= feed.ValidTo; date = date.AddDays(1))
        {
            var isHoliday = network.Holidays.Any(holiday => holiday.Date == date);
            if (isHoliday ? day.RunsOnHoliday(network.HolidayDayType!) : day.RunsOn(date.DayOfWeek))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<ServiceDate> Holidays(LineNetwork network, FeedSheet feed) =>
        network.Holidays.Select(holiday => holiday.Date).Where(date => date >= feed.ValidFrom && date <= feed.ValidTo);
}
