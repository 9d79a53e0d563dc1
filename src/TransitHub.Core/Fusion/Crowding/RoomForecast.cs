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

    /// <summary>Stops after which what a vehicle says of itself is worth a third.</summary>
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

        return (room.Riders - state.Mean, state.Variance + 0.5);
    }

    /// <summary>Room in a vehicle of which nothing is known yet.</summary>
    /// <param name="route">Index of its route.</param>
    public (double Room, double Variance) Of(int route)
    {
        if (options.RoomOf(schedule.Routes.Id(route)) is not { } room)
        {
            return (double.PositiveInfinity, 0);
        }

        LoadState state = Unknown(room);
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

        double ahead = Math.Max(0, place - run.NextStop + 1);
        double width = Math.Max(2, high - low);
        double variance = (width * width / 12) + (UnknownDeviation * room.Riders * UnknownDeviation * room.Riders * (1 - Math.Exp(-ahead / SaidStops)));
        double gain = state.Variance / (state.Variance + variance);
        return new LoadState(state.Mean + (gain * (((low + high) / 2) - state.Mean)), gain * variance);
    }

    private int HourOf(RunTrack run, double at) =>
        (int)(((((long)at - schedule.ServiceDayStart(run.Trip.ServiceDate)) / 3600 % 24) + 24) % 24);

    private static LoadState Unknown(VehicleRoom room) =>
        new(UnknownShare * room.Riders, UnknownDeviation * room.Riders * UnknownDeviation * room.Riders);
}
