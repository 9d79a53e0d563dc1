using TransitHub.Core.Fusion.Loads;
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
    /// <param name="at">The moment, Unix seconds.</param>
    /// <returns>Riders and variance; infinite: nobody has told how many it takes.</returns>
    public (double Room, double Variance) Of(VehicleTrack track, RunTrack run, int place, RunLoad? load, double at)
    {
        if (options.RoomOf(schedule.Routes.Id(run.RouteIndex)) is not { } room)
        {
            return (double.PositiveInfinity, 0);
        }

        LoadState state = load is not null && load.Run == run ? load.Stayed(place) : new LoadState(double.NaN, double.NaN);
        if (double.IsNaN(state.Mean))
        {
            state = this.Uncounted(track, run, place, room, at);
        }
        else if (place > load!.LastCounted && double.IsNaN(loads.UsualAt(run, place, this.HourOf(run, at)).Mean))
        {
            // Where nobody knows who usually gets off, a load that was counted stops before says less and less.
            state = Fading(state with { Variance = Math.Min(state.Variance, Unknown(room).Variance) }, Unknown(room), place - load.LastCounted);
        }

        return (room.Riders - state.Mean, state.Variance + (Unseen * room.Riders * Unseen * room.Riders) + 0.5);
    }

    /// <summary>Room in a vehicle of which nothing is known yet.</summary>
    /// <param name="route">Index of its route.</param>
    /// <param name="place">Place of the stop: nobody is on board before the first.</param>
    public (double Room, double Variance) Of(int route, int place)
    {
        if (options.RoomOf(schedule.Routes.Id(route)) is not { } room)
        {
            return (double.PositiveInfinity, 0);
        }

        LoadState state = place == 0 ? new LoadState(0, 1) : Unknown(room);
        return (room.Riders - state.Mean, state.Variance);
    }

    private LoadState Uncounted(VehicleTrack track, RunTrack run, int place, VehicleRoom room, double at)
    {
        LoadState usual = loads.UsualAt(run, place, this.HourOf(run, at));
        LoadState state = double.IsNaN(usual.Mean) ? place == 0 ? new LoadState(0, 1) : Unknown(room) : usual;
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

    private int HourOf(RunTrack run, double at) =>
        (int)(((((long)at - schedule.ServiceDayStart(run.Trip.ServiceDate)) / 3600 % 24) + 24) % 24);

    private static LoadState Unknown(VehicleRoom room) =>
        new(UnknownShare * room.Riders, UnknownDeviation * room.Riders * UnknownDeviation * room.Riders);
}
