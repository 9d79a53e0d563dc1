using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Arrivals;

/// <summary>Runs by headway that call at a stop: the timetable promises no times, only how often.</summary>
/// <param name="RouteIndex">The route; -1: routes.txt does not have it.</param>
/// <param name="Headsign">What the vehicles show.</param>
/// <param name="EverySeconds">Seconds from one to the next.</param>
/// <param name="Until">When this headway ends at the stop, Unix seconds.</param>
internal readonly record struct HeadwayRow(int RouteIndex, string Headsign, int EverySeconds, long Until);

/// <summary>What calls at a stop by headway now; see <see cref="ArrivalBoard"/> for all that has times.</summary>
internal static class HeadwayBoard
{
    /// <summary>By route and headsign the shortest headway in force, in the order of the routes.</summary>
    /// <param name="schedule">The static feed.</param>
    /// <param name="stop">Index of the stop; a station stands for its platforms.</param>
    /// <param name="routes">Only these routes; null: all.</param>
    /// <param name="now">Unix seconds.</param>
    public static IReadOnlyList<HeadwayRow> List(Schedule schedule, int stop, IReadOnlySet<int>? routes, long now)
    {
        StopPatterns patterns = StopPatterns.Of(schedule);
        IEnumerable<HeadwayRow> rows =
            from platform in StopFamily.Of(schedule, stop)
            from call in patterns.At(platform)
            where (routes is null || routes.Contains(schedule.Patterns.RouteIndex(call.Pattern))) && call.Position < schedule.Patterns.Stops(call.Pattern).Length - 1
            from trip in schedule.Patterns.Trips(call.Pattern).ToArray()
            where schedule.Trips.ServiceIndex(trip) >= 0
            from row in InForce(schedule, trip, call.Position, now)
            select row;
        return [.. rows.GroupBy(r => (r.RouteIndex, r.Headsign)).Select(g => g.MinBy(r => r.EverySeconds)).OrderBy(r => r.RouteIndex).ThenBy(r => r.Headsign, StringComparer.Ordinal)];
    }

    private static IEnumerable<HeadwayRow> InForce(Schedule schedule, int trip, int position, long now)
    {
        FrequencyWindow[] windows = schedule.Trips.Frequencies(trip).ToArray();
        if (windows.Length == 0)
        {
            return [];
        }

        NodaTime.LocalDate today = NodaTime.Instant.FromUnixTimeSeconds(now).InZone(schedule.TimeZone).Date;
        var date = ServiceDate.From(today.Year, today.Month, today.Day);
        int ride = schedule.Trips.Arrivals(trip)[position] - schedule.Trips.StartSeconds(trip);
        return
            from day in new[] { date.AddDays(-1), date }
            where schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), day)
            from window in windows
            let begins = schedule.ToUnixSeconds(day, window.StartSeconds) + ride
            let ends = schedule.ToUnixSeconds(day, window.EndSeconds) + ride
            where !window.ExactTimes && begins <= now && now < ends
            select new HeadwayRow(schedule.Trips.RouteIndex(trip), schedule.Trips.Headsign(trip), window.HeadwaySeconds, ends);
    }
}
