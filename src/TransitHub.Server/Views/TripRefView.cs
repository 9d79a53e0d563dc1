using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>What names a run.</summary>
internal sealed record TripRefView(string Key, string TripId, string? RouteId, int? DirectionId, string StartDate, string StartTime)
{
    /// <summary>Of a run.</summary>
    public static TripRefView Of(TripInstance trip, Schedule schedule)
    {
        int route = schedule.Trips.RouteIndex(trip.TripIndex);
        int direction = schedule.Trips.DirectionId(trip.TripIndex);
        return new TripRefView(
            TripText.Key(schedule, trip),
            schedule.Trips.Id(trip.TripIndex),
            route < 0 ? null : schedule.Routes.Id(route),
            direction < 0 ? null : direction,
            trip.ServiceDate.ToString(),
            TripText.StartTime(trip));
    }
}
