using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Views;

/// <summary>What names a run.</summary>
internal sealed record TripRefView(string Key, string TripId, string? RouteId, int? DirectionId, string StartDate, string StartTime)
{
    /// <summary><c>new</c>, <c>replacement</c> or <c>duplicated</c>: a run that the timetable does not have so; absent: one that it has.</summary>
    public string? ScheduleRelationship { get; init; }

    /// <summary>Of a run with its own stop times.</summary>
    public static TripRefView Of(ExtraRun run, Schedule schedule) => new(
        TripText.Key(run.Key),
        run.Key.TripId,
        run.RouteIndex < 0 ? null : schedule.Routes.Id(run.RouteIndex),
        run.DirectionId,
        run.Key.ServiceDate.ToString(),
        ServiceTime.FromSeconds(run.Key.StartSeconds).ToString())
    { ScheduleRelationship = TripText.Relationship(run.Kind) };

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
