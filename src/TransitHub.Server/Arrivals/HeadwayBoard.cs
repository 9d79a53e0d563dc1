using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Arrivals;

/// <summary>Runs by headway that call at a stop: the timetable promises no times, only how often.</summary>
/// <param name="RouteIndex">The route; -1: routes.txt does not have it.</param>
/// <param name="Headsign">What the vehicles show.</param>
/// <param name="EverySeconds">Seconds from one to the next.</param>
/// <param name="Until">When this headway ends at the stop, Unix seconds.</param>
/// <param name="Next">
/// When vehicles that have not left their first stop yet will call here, by time; empty when none was seen lately. Those on their way are
/// among the arrivals.
/// </param>
internal sealed record HeadwayRow(int RouteIndex, string Headsign, int EverySeconds, long Until, IReadOnlyList<DepartureQuantiles> Next);

/// <summary>What calls at a stop by headway now; see <see cref="ArrivalBoard"/> for all that has times.</summary>
internal static class HeadwayBoard
{
    /// <summary>Departures foretold of a line; farther ahead they say no more than the headway.</summary>
    private const int MaxNext = 3;

    /// <summary>Spread of the ride to the stop, share of its time.</summary>
    private const double RideSpread = 0.13;

    /// <summary>By route and headsign the shortest headway in force, in the order of the routes.</summary>
    /// <param name="state">The state to read.</param>
    /// <param name="stop">Index of the stop; a station stands for its platforms.</param>
    /// <param name="routes">Only these routes; null: all.</param>
    /// <param name="now">Unix seconds.</param>
    public static IReadOnlyList<HeadwayRow> List(HubSnapshot state, int stop, IReadOnlySet<int>? routes, long now)
    {
        Schedule schedule = state.Schedule;
        StopPatterns patterns = StopPatterns.Of(schedule);
        IEnumerable<Call> calls =
            from platform in StopFamily.Of(schedule, stop)
            from call in patterns.At(platform)
            where (routes is null || routes.Contains(schedule.Patterns.RouteIndex(call.Pattern))) && call.Position < schedule.Patterns.Stops(call.Pattern).Length - 1
            from trip in schedule.Patterns.Trips(call.Pattern).ToArray()
            where schedule.Trips.ServiceIndex(trip) >= 0
            from found in InForce(schedule, call.Pattern, trip, call.Position, now)
            select found;
        return
        [
            .. calls.GroupBy(c => (Route: schedule.Trips.RouteIndex(c.Trip), Headsign: schedule.Trips.Headsign(c.Trip)))
                .Select(g => RowOf(state, g.Key.Route, g.Key.Headsign, [.. g], now))
                .OrderBy(r => r.RouteIndex).ThenBy(r => r.Headsign, StringComparer.Ordinal),
        ];
    }

    private static HeadwayRow RowOf(HubSnapshot state, int route, string headsign, Call[] calls, long now)
    {
        Call shortest = calls.MinBy(c => c.EverySeconds);
        IEnumerable<DepartureQuantiles> next = calls.DistinctBy(c => c.Pattern).SelectMany(c => NextOf(state, c, now));
        return new HeadwayRow(route, headsign, shortest.EverySeconds, shortest.Ends + shortest.Ride, [.. next.OrderBy(d => d.P50).Take(MaxNext)]);
    }

    /// <summary>The next departures of the pattern while its service lasts, moved on by the ride.</summary>
    private static IEnumerable<DepartureQuantiles> NextOf(HubSnapshot state, Call call, long now) =>
        state.FindHeadway(call.Pattern) is not { } headway ? [] : headway.Next(now, MaxNext).Where(d => d.P50 < call.Ends).Select(d => After(d, call.Ride));

    private static DepartureQuantiles After(DepartureQuantiles departure, int ride)
    {
        double middle = departure.P50 + ride;
        return new DepartureQuantiles(middle - Spread(departure.P50 - departure.P10), middle, middle + Spread(departure.P90 - departure.P50));

        double Spread(double own) => Math.Sqrt((own * own) + (RideSpread * ride * RideSpread * ride));
    }

    private static IEnumerable<Call> InForce(Schedule schedule, int pattern, int trip, int position, long now)
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
            let ends = schedule.ToUnixSeconds(day, window.EndSeconds)
            where !window.ExactTimes && begins <= now && now < ends + ride
            select new Call(pattern, trip, window.HeadwaySeconds, ends, ride);
    }

    /// <summary>A trip by headway that calls at the stop now: its headway, its end at the first stop, and the ride from there.</summary>
    private readonly record struct Call(int Pattern, int Trip, int EverySeconds, long Ends, int Ride);
}
