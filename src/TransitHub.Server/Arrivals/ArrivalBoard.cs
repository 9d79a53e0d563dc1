using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Arrivals;

/// <summary>
/// The next arrivals at a stop: predicted where a vehicle runs the trip, else from the timetable. A trip that a vehicle
/// runs is never shown a second time from the timetable; what a vehicle has passed is not shown at all.
/// </summary>
internal sealed class ArrivalBoard(HubSnapshot state, long now, long until)
{
    /// <summary>Seconds between arrival and departure that the search for runs by frequency allows for.</summary>
    private const int DwellAllowance = 3600;

    private readonly Schedule schedule = state.Schedule;
    private readonly List<ArrivalRow> rows = [];

    /// <summary>Lists the arrivals at a stop or at any platform of a station, by time.</summary>
    /// <param name="state">The state to read.</param>
    /// <param name="stop">Index of the stop.</param>
    /// <param name="routes">Only these routes; null: all.</param>
    /// <param name="now">Unix seconds; what left before is not shown.</param>
    /// <param name="horizonMinutes">How far ahead.</param>
    /// <param name="limit">At most this many rows.</param>
    /// <param name="leftOut">Calls that detours leave out; null: none.</param>
    public static IReadOnlyList<ArrivalRow> List(
        HubSnapshot state, int stop, IReadOnlySet<int>? routes, long now, int horizonMinutes, int limit, IReadOnlySet<(int Pattern, int Position)>? leftOut = null)
    {
        var board = new ArrivalBoard(state, now, now + (horizonMinutes * 60L));
        StopPatterns patterns = StopPatterns.Of(state.Schedule);
        foreach (int platform in StopFamily.Of(state.Schedule, stop))
        {
            foreach ((int pattern, int position) in patterns.At(platform))
            {
                if (leftOut?.Contains((pattern, position)) != true && (routes is null || routes.Contains(state.Schedule.Patterns.RouteIndex(pattern))))
                {
                    board.AddPattern(pattern, position);
                }
            }
        }

        return [.. board.rows.OrderBy(r => r.ArrivesAt).ThenBy(r => r.Trip).Take(limit)];
    }

    private void AddPattern(int pattern, int position)
    {
        foreach (int trip in this.schedule.Patterns.Trips(pattern))
        {
            ImmutableArray<TripSnapshot> running = this.RunningOf(trip);
            foreach (TripSnapshot run in running)
            {
                this.AddRunning(run, position);
            }

            this.AddScheduled(trip, position, running);
        }
    }

    private void AddRunning(TripSnapshot run, int position)
    {
        int at = run.Stops.IsEmpty ? -1 : position - run.Stops[0].Position;
        if (at < 0 || at >= run.Stops.Length || run.Stops[at].Passed || run.Stops[at].IsSkipped || run.Stops[at].Departure < now || run.Stops[at].Arrival > until)
        {
            return;
        }

        this.rows.Add(new ArrivalRow(
            run.Trip, position, TripText.ScheduledAt(this.schedule, run.Trip, position), run.Stops[at], run.HasVehicle ? run.Vehicle : null, run.DelaySeconds, null)
        {
            Source = run.Upstream?.Source,
        });
    }

    private void AddScheduled(int trip, int position, ImmutableArray<TripSnapshot> running)
    {
        int service = this.schedule.Trips.ServiceIndex(trip);
        if (service < 0)
        {
            return;
        }

        int arrival = this.schedule.Trips.Arrivals(trip)[position];
        foreach (ServiceDate date in this.DatesAround())
        {
            if (!this.schedule.Services.IsActive(service, date))
            {
                continue;
            }

            foreach (int start in this.StartsOf(trip, date, arrival))
            {
                var run = new TripInstance(trip, date, start);
                if (!running.Any(r => r.Trip == run) && TripText.ScheduledAt(this.schedule, run, position) is { } times
                    && times.Departure >= now && times.Arrival <= until)
                {
                    this.rows.Add(new ArrivalRow(run, position, times, null, null, null, state.FindUnseen(run)?.State ?? RunState.Expected)
                    {
                        Source = state.FindUnseen(run)?.Upstream?.Source,
                    });
                }
            }
        }
    }

    /// <summary>Starts of the trip's runs on a day; a trip by headway has none in the timetable.</summary>
    private IEnumerable<int> StartsOf(int trip, ServiceDate date, int arrival)
    {
        FrequencyWindow[] windows = this.schedule.Trips.Frequencies(trip).ToArray();
        if (windows.Length == 0)
        {
            return [this.schedule.Trips.StartSeconds(trip)];
        }

        int ride = arrival - this.schedule.Trips.StartSeconds(trip);
        long earliest = now - this.schedule.ServiceDayStart(date) - ride - DwellAllowance;
        long latest = until - this.schedule.ServiceDayStart(date) - ride;
        return windows.Where(w => w.ExactTimes).SelectMany(w => StartsWithin(w, earliest, latest));
    }

    private static IEnumerable<int> StartsWithin(FrequencyWindow window, long earliest, long latest)
    {
        long skipped = Math.Max(0, (earliest - window.StartSeconds) / window.HeadwaySeconds);
        for (long start = window.StartSeconds + (skipped * window.HeadwaySeconds); start < window.EndSeconds && start <= latest; start += window.HeadwaySeconds)
        {
            yield return (int)start;
        }
    }

    /// <summary>The service days whose trips may call now: a day's trips reach into the next, at night even further.</summary>
    private IEnumerable<ServiceDate> DatesAround()
    {
        NodaTime.LocalDate today = NodaTime.Instant.FromUnixTimeSeconds(now).InZone(this.schedule.TimeZone).Date;
        var date = ServiceDate.From(today.Year, today.Month, today.Day);
        return [date.AddDays(-1), date, date.AddDays(1)];
    }

    private ImmutableArray<TripSnapshot> RunningOf(int trip)
    {
        ImmutableArray<TripSnapshot> trips = state.Trips;
        int low = 0;
        int high = trips.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            (low, high) = trips[middle].Trip.TripIndex < trip ? (middle + 1, high) : (low, middle);
        }

        int end = low;
        while (end < trips.Length && trips[end].Trip.TripIndex == trip)
        {
            end++;
        }

        return low == end ? [] : trips[low..end];
    }
}
