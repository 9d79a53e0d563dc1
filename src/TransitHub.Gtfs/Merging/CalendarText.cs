using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Merging;

/// <summary>Days as rows of calendar.txt and calendar_dates.txt: a weekday counts as one of service when most of its days are, the rest are exceptions.</summary>
internal sealed class CalendarText
{
    private static readonly DayOfWeek[] Week =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    public CsvTable Weeks { get; } = new("service_id", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "start_date", "end_date");

    public CsvTable Dates { get; } = new("service_id", "date", "exception_type");

    public void Add(string id, SortedSet<ServiceDate> days)
    {
        var (first, last) = (days.Min, days.Max);
        var (served, all) = (new int[7], new int[7]);
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            all[(int)date.DayOfWeek]++;
            served[(int)date.DayOfWeek] += days.Contains(date) ? 1 : 0;
        }

        bool Runs(DayOfWeek day) => served[(int)day] * 2 > all[(int)day];
        Weeks.Add([id, .. Week.Select(day => Runs(day) ? "1" : "0"), first.ToString(), last.ToString()]);
        for (var date = first; date <= last; date = date.AddDays(1))
        {
            if (days.Contains(date) != Runs(date.DayOfWeek))
            {
                Dates.Add(id, date.ToString(), days.Contains(date) ? "1" : "2");
            }
        }
    }
}
