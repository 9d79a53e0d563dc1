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
    private readonly ServiceDate[] dates = DatesAround(state.Schedule, now);
    private readonly List<ArrivalRow> rows = [];
    private readonly HashSet<int> family = [];
    private readonly HashSet<TripInstance> replaced = [.. state.ExtraRuns.Select(r => r.Replaced).OfType<TripInstance>()];

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
        board.family.UnionWith(StopFamily.Of(state.Schedule, stop));
        foreach (int platform in board.family)
        {
            foreach ((int pattern, int position) in patterns.At(platform))
            {
                if (leftOut?.Contains((pattern, position)) != true && (routes is null || routes.Contains(state.Schedule.Patterns.RouteIndex(pattern))))
                {
                    board.AddPattern(pattern, position);
                }
            }
        }

        board.AddMoved(routes);
        board.AddExtra(routes);
        return [.. board.rows.OrderBy(r => r.ArrivesAt).ThenBy(r => r.Trip).ThenBy(r => r.Extra?.Key ?? default).Take(limit)];
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

    /// <summary>Runs that call here in the place of another platform of the station.</summary>
    private void AddMoved(IReadOnlySet<int>? routes)
    {
        foreach (TripSnapshot run in state.Trips)
        {
            foreach (AssignedStop moved in run.AssignedStops)
            {
                int pattern = this.schedule.Trips.PatternIndex(run.Trip.TripIndex);
                if (this.family.Contains(moved.Stop) && !this.family.Contains(this.schedule.Patterns.Stops(pattern)[moved.Position])
                    && (routes is null || routes.Contains(this.schedule.Patterns.RouteIndex(pattern))))
                {
                    this.AddRunning(run, moved.Position);
                }
            }
        }
    }

    /// <summary>Runs with their own stop times.</summary>
    private void AddExtra(IReadOnlySet<int>? routes)
    {
        foreach (ExtraRun run in state.ExtraRuns.Where(r => routes is null || routes.Contains(r.RouteIndex)))
        {
            for (int place = 0; place < run.Stops.Length; place++)
            {
                ExtraStop stop = run.Stops[place];
                if (!this.family.Contains(stop.Stop) || stop.Passed || stop.IsSkipped || stop.Departure < now || stop.Arrival > until)
                {
                    continue;
                }

                StopPrediction? times = stop.IsPredicted
                    ? new StopPrediction
                    {
                        Position = place,
                        Arrival = stop.Arrival,
                        Departure = stop.Departure,
                        DepartureOccupancy = stop.DepartureOccupancy,
                        Quantiles = new ArrivalQuantiles(-stop.UncertaintySeconds, -stop.UncertaintySeconds / 2, 0, stop.UncertaintySeconds / 2, stop.UncertaintySeconds),
                    }
                    : null;
                this.rows.Add(new ArrivalRow(
                    new TripInstance(-1, run.Key.ServiceDate, run.Key.StartSeconds), place, (stop.ScheduledArrival ?? stop.Arrival, stop.ScheduledDeparture ?? stop.Departure), times,
                    run.HasVehicle ? run.Vehicle : null, run.DelaySeconds, run.HasVehicle ? null : RunState.Expected)
                {
                    Extra = run,
                    Source = run.Upstream?.Source,
                    ChangeId = run.ChangeId,
                });
            }
        }
    }

    private void AddRunning(TripSnapshot run, int position)
    {
        int at = run.Stops.IsEmpty ? -1 : position - run.Stops[0].Position;
        if (at < 0 || at >= run.Stops.Length || run.Stops[at].Passed || run.Stops[at].IsSkipped || run.Stops[at].Departure < now || run.Stops[at].Arrival > until)
        {
            return;
        }

        (long Arrival, long Departure)? planned = TripText.ScheduledAt(this.schedule, run.Trip, position);
        bool isSilent = run.IsPlanned || run.Stops[at].HasNoData;
        int? assigned = run.FindAssigned(position);
        if ((isSilent && planned is null) || (assigned is int elsewhere && !this.family.Contains(elsewhere)))
        {
            return;
        }

        this.rows.Add(new ArrivalRow(
            run.Trip, position, planned, isSilent ? null : run.Stops[at], run.HasVehicle ? run.Vehicle : null, run.DelaySeconds, run.IsPlanned ? RunState.Expected : null)
        {
            Source = run.Upstream?.Source,
            AssignedStop = assigned,
            ChangeId = run.ChangeId,
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
        foreach (ServiceDate date in this.dates)
        {
            if (!this.schedule.Services.IsActive(service, date))
            {
                continue;
            }

            foreach (int start in this.StartsOf(trip, date, arrival))
            {
                var run = new TripInstance(trip, date, start);

                // Most runs of a day are at other times: that is the cheapest to see.
                if (TripText.ScheduledAt(this.schedule, run, position) is not { } times || times.Departure < now || times.Arrival > until
                    || running.Any(r => r.Trip == run) || this.replaced.Contains(run))
                {
                    continue;
                }

                UnseenRun? doubt = state.FindUnseen(run);
                if (doubt?.IsDeleted is not true)
                {
                    this.rows.Add(new ArrivalRow(run, position, times, null, null, null, doubt?.State ?? RunState.Expected) { Source = doubt?.Upstream?.Source, ChangeId = doubt?.ChangeId });
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
    private static ServiceDate[] DatesAround(Schedule schedule, long now)
    {
        NodaTime.LocalDate today = NodaTime.Instant.FromUnixTimeSeconds(now).InZone(schedule.TimeZone).Date;
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
