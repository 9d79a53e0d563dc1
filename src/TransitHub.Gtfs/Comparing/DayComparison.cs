using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Comparing;

/// <summary>How many departures a day has in both versions.</summary>
internal static class DayComparison
{
    /// <summary>Days looked at from the first: three years, more than feeds cover.</summary>
    private const int MaxDays = 1096;

    public static List<DayChange> Compare(Schedule before, Schedule after)
    {
        var (former, later) = (PerService(before), PerService(after));
        var days = new List<DayChange>();
        ServiceDate?[] edges = [before.Services.FirstDate, after.Services.FirstDate];
        ServiceDate?[] ends = [before.Services.LastDate, after.Services.LastDate];
        if (edges.Min() is not { } first || ends.Max() is not { } last)
        {
            return days;
        }

        for (var date = first; date <= last && date.DayNumber - first.DayNumber < MaxDays; date = date.AddDays(1))
        {
            var (was, now) = (On(before, former, date), On(after, later, date));
            if (was != now)
            {
                days.Add(new DayChange(date, was, now));
            }
        }

        return days;
    }

    /// <summary>Departures of one day: a trip by headway counts as often as it runs.</summary>
    public static int DeparturesOf(Schedule schedule, int trip)
    {
        var windows = schedule.Trips.Frequencies(trip);
        var departures = windows.IsEmpty ? 1 : 0;
        foreach (var window in windows)
        {
            departures += Math.Max(0, (window.EndSeconds - window.StartSeconds + window.HeadwaySeconds - 1) / window.HeadwaySeconds);
        }

        return departures;
    }

    private static int[] PerService(Schedule schedule)
    {
        var counts = new int[schedule.Services.Count];
        for (var trip = 0; trip < schedule.Trips.Count; trip++)
        {
            if (schedule.Trips.ServiceIndex(trip) is >= 0 and var service)
            {
                counts[service] += DeparturesOf(schedule, trip);
            }
        }

        return counts;
    }

    private static int On(Schedule schedule, int[] perService, ServiceDate date)
    {
        var count = 0;
        for (var service = 0; service < perService.Length; service++)
        {
            count += perService[service] > 0 && schedule.Services.IsActive(service, date) ? perService[service] : 0;
        }

        return count;
    }
}
