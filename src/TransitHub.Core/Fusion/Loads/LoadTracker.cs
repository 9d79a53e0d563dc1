using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>Follows the riders on board of the vehicles that count them, and learns from the runs that they finish.</summary>
/// <param name="schedule">The timetable.</param>
/// <param name="options">The operator's settings.</param>
/// <param name="unplaced">Told of each count that was of no use: its vehicle was on no run that stops there.</param>
/// <param name="habits">Takes what runs teach.</param>
/// <param name="ahead">What a learned model says of the stops ahead.</param>
internal sealed class LoadTracker(Schedule schedule, LoadOptions options, Action unplaced, LoadHabits habits, LoadAhead ahead)
{
    /// <summary>A vehicle so near to its next stop may stand there already, meters along.</summary>
    private const double NearMeters = 150;

    /// <summary>What is counted at the end of a run comes up to so many seconds later.</summary>
    private const double EndSeconds = 1200;

    /// <summary>Counts kept of a vehicle that is on no run: those of a few doors at some stops.</summary>
    private const int MostKept = 24;

    /// <summary>Of a vehicle that counts nobody a class is told from this probability on: what is usual errs in ways that its variance does not know.</summary>
    private const double LeastSeenProbability = 0.6;

    private readonly LoadOptions seenOptions = options with { MinProbability = Math.Max(options.MinProbability, LeastSeenProbability) };
    private readonly Dictionary<int, LeaderLoads> leaders = [];
    private readonly RunBalance balance = new();
    private double[] profile = [];

    /// <summary>Takes a count of a vehicle.</summary>
    /// <param name="count">Accepted.</param>
    /// <param name="track">The vehicle.</param>
    public void Take(PassengerCount count, VehicleTrack track)
    {
        if (count.OccupancyStatus is not null || count.OccupancyPercentage is not null)
        {
            track.SaidOccupancy = count;
        }

        if (!count.Carriages.IsDefaultOrEmpty)
        {
            track.SaidCarriages = count;
        }

        if (track.Load is { } ended && IsOfEnd(count, track, ended))
        {
            ended.Add(ended.Run.LastStop, count.Boardings, count.Alightings, count.Load, count.CorrectedAt);
            this.TryClose(track, ended);
            return;
        }

        if (track.Run is not { } run || PositionOf(count, track, run) is not (>= 0 and var stop))
        {
            this.Keep(track, count);
            return;
        }

        RunLoad load = this.LoadOf(track, run, stop);
        load.Add(stop, count.Boardings, count.Alightings, count.Load, count.CorrectedAt);
        this.Estimate(track, load);
        this.TryClose(track, load);
    }

    /// <summary>Follows a vehicle that counts onto another run: what it counted at the first stop, before it was known to be on it, is that run's.</summary>
    public void Follow(VehicleTrack track)
    {
        if (track is { Load: null, KeptCounts: null } || track.Run is not { IsComplete: false } run)
        {
            return;
        }

        if (track.Load is { } known && known.Run == run)
        {
            if (known.PassTo(Math.Min(run.NextStop, run.LastStop) - 1, track.Last.CorrectedAt))
            {
                this.Estimate(track, known);
            }

            return;
        }

        RunLoad load = this.LoadOf(track, run, run.StopCount);
        if (load.LastCounted >= 0)
        {
            this.Estimate(track, load);
        }
    }

    /// <summary>Takes how many boarded a vehicle as the cameras of a platform see it. Its own doors must have no part in that.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="run">The run that they boarded.</param>
    /// <param name="stop">Place of the stop.</param>
    /// <param name="seen">How many.</param>
    /// <param name="at">When, Unix seconds.</param>
    public void TakePlatform(VehicleTrack track, RunTrack run, int stop, PlatformBoarding seen, double at)
    {
        // Who boards at one stop tells how many are on board only where it is known how many usually are.
        bool isCounted = track.Load is { LastCounted: >= 0 } known && known.Run == run;
        if (track.Run != run || stop >= run.LastStop || (!isCounted && habits.UsualOf(run.Pattern, run.StopCount).Runs == 0))
        {
            return;
        }

        RunLoad load = this.LoadOf(track, run, run.StopCount);
        if (load.See(stop, seen, new Timestamp((long)(at * 1000))))
        {
            load.PassTo(Math.Min(run.NextStop, run.LastStop) - 1, track.Last.CorrectedAt);
            this.Estimate(track, load);
        }
    }

    /// <summary>A vehicle is gone, and with it what it counted on no run.</summary>
    public void Forget(VehicleTrack track)
    {
        for (int i = track.KeptCounts?.Count ?? 0; i > 0; i--)
        {
            unplaced();
        }
    }

    /// <summary>Those who boarded at a stop by the counters of the run's vehicle, as corrected, and the variance of that; NaN: not counted.</summary>
    public (double Boarded, double Variance) CountedAt(VehicleTrack track, RunLoad load, int stop)
    {
        double counted = load.Boarded(stop);
        if (double.IsNaN(counted))
        {
            return (double.NaN, double.NaN);
        }

        double stayed = load.Stayed(stop).Mean;
        double raise = habits.BiasOf(track.Id).Boarding(counted, double.IsNaN(stayed) ? 0.4 * load.Riders : stayed, load.Riders);
        return (raise * counted, CountBands.Variance(counted, raise));
    }

    /// <summary>Those who are usually on board of a pattern's vehicles before anybody boards at a stop; NaN: nothing is known of it.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="place">Place of the stop.</param>
    /// <param name="hour">Local hour, 0 to 23.</param>
    /// <param name="riders">For how many there is room.</param>
    public LoadState UsualAt(int pattern, int place, int hour, double riders)
    {
        StopRiders stops = habits.UsualOf(pattern, schedule.Patterns.Stops(pattern).Length);
        if (stops.Runs == 0)
        {
            return new LoadState(double.NaN, double.NaN);
        }

        LoadState state = new(0, 0.25);
        for (int stop = 0; stop < place; stop++)
        {
            (double boarding, double variance) = stops.Boardings(stop, hour);
            state = state.Board(double.NaN, 0, boarding, variance, riders);
            (double share, double shareVariance) = stops.Alightings(stop + 1);
            state = state.Leave(double.NaN, 0, share, shareVariance);
        }

        return state;
    }

    private RunLoad LoadOf(VehicleTrack track, RunTrack run, int stop)
    {
        if (track.Load is { } known && known.Run == run)
        {
            return known;
        }

        RunLoad load = new(run, this.RidersOf(run));
        if (track.Load is { } former && former.Run.LastStop == former.LastCounted && former.Ahead > 0)
        {
            load.Add(0, (int)former.Ahead, null, null, former.CountedAt);
        }

        this.PlaceKept(track, load, stop);
        track.Load = load;
        return load;
    }

    /// <summary>Keeps a count for the run that the vehicle will be found on: who counts at a first stop is often not yet known to be there.</summary>
    private void Keep(VehicleTrack track, PassengerCount count)
    {
        track.KeptCounts ??= new Queue<PassengerCount>();
        if (track.KeptCounts.Count == MostKept)
        {
            track.KeptCounts.Dequeue();
            unplaced();
        }

        track.KeptCounts.Enqueue(count);
    }

    private void PlaceKept(VehicleTrack track, RunLoad load, int before)
    {
        while (track.KeptCounts is { Count: > 0 } kept)
        {
            PassengerCount count = kept.Dequeue();
            int place = count.StopId is { } id && track.Last.CorrectedAt.SecondsSince(count.CorrectedAt) < EndSeconds ? load.Run.PlaceOf(id, 0) : -1;
            if (place >= 0 && place < before)
            {
                load.Add(place, count.Boardings, count.Alightings, count.Load, count.CorrectedAt);
            }
            else
            {
                unplaced();
            }
        }
    }

    private void Estimate(VehicleTrack track, RunLoad load)
    {
        RunTrack run = load.Run;
        StopRiders stops = habits.UsualOf(run.Pattern, run.StopCount);
        CountBias counter = habits.BiasOf(track.Id);
        int hour = this.HourOf(load);
        if (load.IsOnlySeen)
        {
            this.ShowSeen(load, stops, hour);
            return;
        }

        load.Estimate(counter, stops, hour);
        VehicleRoom? room = options.RoomOf(schedule.Routes.Id(run.RouteIndex));
        this.LookAhead(load, counter, stops, room);
        if (room is null)
        {
            return;
        }

        OccupancyShown shown = run.Occupancy ??= new OccupancyShown(run.StopCount);
        LoadState state = load.State;
        shown.Set(load.LastCounted, state, room, options);
        shown.SetPresent(load.LastCounted, state, room);
        for (int stop = load.LastCounted + 1; stop < run.LastStop; stop++)
        {
            state = load.After(state, stop, counter, stops, hour);
            shown.Set(stop, ahead.StateAt(stop, state), room, options);
        }
    }

    /// <summary>Shows what platforms tell of a vehicle that counts nobody.</summary>
    private void ShowSeen(RunLoad load, StopRiders stops, int hour)
    {
        RunTrack run = load.Run;
        Span<LoadState> left = run.StopCount <= 256 ? stackalloc LoadState[run.StopCount] : new LoadState[run.StopCount];
        load.EstimateSeen(stops, hour, left);
        if (options.RoomOf(schedule.Routes.Id(run.RouteIndex)) is not { } room)
        {
            return;
        }

        OccupancyShown shown = run.Occupancy ??= new OccupancyShown(run.StopCount);
        for (int stop = load.LastKnown; stop < run.LastStop; stop++)
        {
            shown.Set(stop, left[stop], room, this.seenOptions);
        }

        shown.SetPresent(load.LastKnown, load.State, room, onlyWithClass: true);
    }

    /// <summary>Asks the learned model, if there is one, about the stops ahead.</summary>
    private void LookAhead(RunLoad load, CountBias counter, StopRiders stops, VehicleRoom? room)
    {
        int here = load.LastCounted;
        double now = load.CountedAt.UnixMilliseconds / 1000.0;
        ahead.Begin(here + 1);
        if (!ahead.IsWanted || here >= load.Run.LastStop)
        {
            return;
        }

        RunTrack run = load.Run;
        LeaderLoads leader = this.LeaderOf(run);
        if (load.Noted.Stop != here)
        {
            load.LeaderHere = leader.At(here, now);
            load.GapRatio = leader.Note(here, now, load.State.Mean);
            load.Noted = (here, now);
        }
        else
        {
            leader.Correct(here, load.Noted.At, load.State.Mean);
        }

        int hour = this.HourOf(load);
        ReadOnlySpan<double> usuals = stops.Loads(hour, ref this.profile);
        double hours = (now - schedule.ServiceDayStart(run.Trip.ServiceDate)) / 3600;
        LoadState state = load.State;
        for (int stop = here + 1; stop < run.LastStop; stop++)
        {
            state = load.After(state, stop, counter, stops, hour);
            ahead.Add(run.Trip, now, new LoadOutlook
            {
                StopsAhead = stop - here,
                MinutesAhead = (run.ScheduledDeparture(stop) - run.ScheduledDeparture(here)) / 60,
                Load = load.State.Mean,
                LoadDeviation = load.State.Deviation,
                UsualHere = usuals[here],
                UsualThere = usuals[stop],
                Formula = state.Mean,
                FormulaDeviation = state.Deviation,
                LeaderHere = load.LeaderHere,
                LeaderThere = leader.At(stop, now),
                GapRatio = load.GapRatio,
                DelaySeconds = run.ByHeadway ? double.NaN : now - run.ScheduledDeparture(here),
                Room = room?.Riders ?? double.NaN,
                PlaceShare = (double)stop / run.LastStop,
                Hours = hours % 24,
                IsWeekend = run.Day.Kind > 0,
            });
        }

        ahead.Answer(load);
    }

    private LeaderLoads LeaderOf(RunTrack run)
    {
        if (!this.leaders.TryGetValue(run.Pattern, out LeaderLoads? leader))
        {
            this.leaders.Add(run.Pattern, leader = new LeaderLoads(run.StopCount));
        }

        return leader;
    }

    private void TryClose(VehicleTrack track, RunLoad load)
    {
        if (load.IsClosed || !load.IsWhole)
        {
            return;
        }

        load.IsClosed = true;
        if (habits.IsPaused)
        {
            return;
        }

        this.balance.Reconcile(load, habits.OwnBiasOf(track.Id));
        Span<int> hours = load.Run.StopCount <= 256 ? stackalloc int[load.Run.StopCount] : new int[load.Run.StopCount];
        hours.Fill(this.HourOf(load));
        habits.UsualOf(load.Run.Pattern, load.Run.StopCount).Learn(hours, this.balance.Boarded, this.balance.Alighted);
        ahead.Learn(load, this.balance.Boarded, this.balance.Alighted);
    }

    /// <summary>Room for the bands of the load, also where nobody has told it.</summary>
    private double RidersOf(RunTrack run) => options.RoomOf(schedule.Routes.Id(run.RouteIndex))?.Riders ?? 80;

    /// <summary>Local hour of the newest count, 0 to 23.</summary>
    private int HourOf(RunLoad load)
    {
        long seconds = load.CountedAt.UnixSeconds - schedule.ServiceDayStart(load.Run.Trip.ServiceDate);
        return (int)(((seconds / 3600 % 24) + 24) % 24);
    }

    /// <summary>Whether a count is of the last stop of a run that the vehicle has done with.</summary>
    private static bool IsOfEnd(PassengerCount count, VehicleTrack track, RunLoad ended) =>
        ended.Run != track.Run
        && ended.LastCounted < ended.Run.LastStop
        && count.StopId is { } id && ended.Run.PlaceOf(id, ended.Run.LastStop) == ended.Run.LastStop
        && count.CorrectedAt.SecondsSince(ended.CountedAt) < EndSeconds;

    /// <summary>The stop that a count is of; -1: none of the run's.</summary>
    private static int PositionOf(PassengerCount count, VehicleTrack track, RunTrack run)
    {
        int at = Math.Max(0, run.NextStop - 1);
        if (count.StopId is { } id)
        {
            return run.PlaceOf(id, at);
        }

        // Without a stop's name: the one just passed, or the next if the vehicle is there already and that was not noticed yet.
        bool isAtNext = run.NextStop <= run.LastStop && track.Tracker.IsFollowing && run.Offsets[run.NextStop] - track.Tracker.Along < NearMeters
            && count.CorrectedAt.UnixMilliseconds / 1000.0 > run.Departed[at] + 20;
        return isAtNext ? run.NextStop : at;
    }
}
