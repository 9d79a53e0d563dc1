using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Numerics;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>For how many riders a vehicle has room when it opens its doors at a stop: by its counters, by what it says of itself, or by what is usual.</summary>
/// <param name="schedule">The timetable.</param>
/// <param name="options">Room in vehicles.</param>
/// <param name="loads">Riders on board.</param>
internal sealed class RoomForecast(Schedule schedule, LoadOptions options, LoadTracker loads)
{
    /// <summary>Share of a vehicle's room that is taken where nobody knows, and its deviation.</summary>
    private const double UnknownShare = 0.4;

    private const double UnknownDeviation = 0.25;

    /// <summary>Share of a vehicle's room by which nobody knows how full it can get: riders do not fill it evenly, and counts drift.</summary>
    private const double Unseen = 0.1;

    /// <summary>Stops after which a third of what a vehicle says of itself is left: riders get off, and others on.</summary>
    private const double SaidStops = 4;

    /// <summary>Room at a stop.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="run">Its run.</param>
    /// <param name="place">Place of the stop in the pattern.</param>
    /// <param name="load">What it counted on this run; null: nothing.</param>
    /// <param name="errors">How far usual loads of its line are off there.</param>
    /// <param name="at">The moment, Unix seconds.</param>
    /// <returns>Riders and variance; infinite: nobody has told how many it takes.</returns>
    public (double Room, double Variance) Of(VehicleTrack track, RunTrack run, int place, RunLoad? load, LoadErrors errors, double at)
    {
        if (options.RoomOf(schedule.Routes.Id(run.RouteIndex)) is not { } room)
        {
            return (double.PositiveInfinity, 0);
        }

        LoadState state = load is { LastCounted: >= 0 } && load.Run == run ? load.Stayed(place) : new LoadState(double.NaN, double.NaN);
        if (double.IsNaN(state.Mean))
        {
            state = this.Uncounted(track, run, place, room, errors, at);
        }
        else if (place > load!.LastCounted)
        {
            LoadState usual = this.UsualAt(run.Pattern, place, room, errors, at);
            if (double.IsNaN(usual.Mean))
            {
                // Where nobody knows who usually gets off, a load that was counted stops before says less and less.
                state = Fading(state with { Variance = Math.Min(state.Variance, Unknown(room).Variance) }, Unknown(room), place - load.LastCounted);
            }
            else
            {
                // Carried over many stops it says less than what is usual.
                double share = usual.Variance / (usual.Variance + state.Variance + 1e-9);
                state = new LoadState(usual.Mean + (share * (state.Mean - usual.Mean)), Math.Min(state.Variance, usual.Variance));
            }
        }

        return (room.Riders - state.Mean, state.Variance + (Unseen * room.Riders * Unseen * room.Riders) + 0.5);
    }

    /// <summary>Room in a vehicle of which nothing is known yet.</summary>
    /// <param name="pattern">Its pattern.</param>
    /// <param name="place">Place of the stop: nobody is on board before the first.</param>
    /// <param name="errors">How far usual loads of its line are off there.</param>
    /// <param name="at">The moment, Unix seconds.</param>
    public (double Room, double Variance) Of(int pattern, int place, LoadErrors errors, double at)
    {
        if (options.RoomOf(schedule.Routes.Id(schedule.Patterns.RouteIndex(pattern))) is not { } room)
        {
            return (double.PositiveInfinity, 0);
        }

        LoadState state = this.Uncounted(pattern, place, room, errors, at);
        return (room.Riders - state.Mean, state.Variance + (Unseen * room.Riders * Unseen * room.Riders) + 0.5);
    }

    /// <summary>Learns from a vehicle that has counted how far what is usual is off at a stop.</summary>
    /// <param name="load">The vehicle's run.</param>
    /// <param name="place">Place of the stop.</param>
    /// <param name="errors">Takes it.</param>
    /// <param name="at">When it was there, Unix seconds.</param>
    public void Learn(RunLoad load, int place, LoadErrors errors, double at)
    {
        LoadState stayed = load.Stayed(place);
        if (place > load.LastCounted || load.FirstCounted > 0 || double.IsNaN(stayed.Mean) || options.RoomOf(schedule.Routes.Id(load.Run.RouteIndex)) is not { } room)
        {
            return;
        }

        double usual = loads.UsualAt(load.Run.Pattern, place, this.HourAt(at), room.Riders).Mean;
        if (!double.IsNaN(usual))
        {
            errors.Learn(stayed.Mean - usual);
        }
    }

    /// <summary>How sure it is that a vehicle left a stop full, 0 to 1; NaN: it has not counted from its first stop up to there.</summary>
    /// <param name="load">What it counted; null: nothing.</param>
    /// <param name="place">Place of the stop.</param>
    /// <param name="boarded">Riders who boarded there.</param>
    /// <param name="variance">Variance of that.</param>
    public double FullChance(RunLoad? load, int place, double boarded, double variance)
    {
        if (load is not { FirstCounted: 0 } || place > load.LastCounted || options.RoomOf(schedule.Routes.Id(load.Run.RouteIndex)) is not { } room)
        {
            return double.NaN;
        }

        LoadState stayed = load.Stayed(place);
        return NormalMath.Below((stayed.Mean + boarded + 1 - room.Riders) / Math.Sqrt(stayed.Variance + variance + 0.25));
    }

    private LoadState UsualAt(int pattern, int place, VehicleRoom room, LoadErrors errors, double at)
    {
        LoadState usual = loads.UsualAt(pattern, place, this.HourAt(at), room.Riders);
        return double.IsNaN(usual.Mean) || place == 0 ? usual : errors.Correct(usual, room.Riders);
    }

    private LoadState Uncounted(int pattern, int place, VehicleRoom room, LoadErrors errors, double at)
    {
        LoadState usual = this.UsualAt(pattern, place, room, errors, at);
        return double.IsNaN(usual.Mean) ? place == 0 ? new LoadState(0, 1) : Unknown(room) : usual;
    }

    private LoadState Uncounted(VehicleTrack track, RunTrack run, int place, VehicleRoom room, LoadErrors errors, double at)
    {
        LoadState state = this.Uncounted(run.Pattern, place, room, errors, at);
        if (track.Run != run || track.Sight is not null || track.Last.OccupancyStatus is not { } said || said >= OccupancyScale.Classes)
        {
            return state;
        }

        // What a vehicle says of itself lies between two limits; the farther off the stop, the less it tells of it.
        double low = Math.Max(0, OccupancyScale.LeastOf(said, room));
        double high = room.Riders;
        for (int status = said + 1; status < OccupancyScale.Classes; status++)
        {
            high = Math.Min(high, OccupancyScale.LeastOf(status, room));
        }

        double width = Math.Max(2, high - low);
        return Fading(new LoadState((low + high) / 2, width * width / 12), state, Math.Max(0, place - run.NextStop + 1));
    }

    /// <summary>What is known of one stop, some stops later.</summary>
    private static LoadState Fading(LoadState known, LoadState otherwise, int stops)
    {
        double keeps = Math.Exp(-stops / SaidStops);
        return new LoadState(
            otherwise.Mean + (keeps * (known.Mean - otherwise.Mean)), (keeps * keeps * known.Variance) + ((1 - (keeps * keeps)) * otherwise.Variance));
    }

    private int HourAt(double at) => NodaTime.Instant.FromUnixTimeSeconds((long)at).InZone(schedule.TimeZone).Hour;

    private static LoadState Unknown(VehicleRoom room) =>
        new(UnknownShare * room.Riders, UnknownDeviation * room.Riders * UnknownDeviation * room.Riders);
}
