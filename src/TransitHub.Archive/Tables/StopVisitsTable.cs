using TransitHub.Archive.Columns;
using TransitHub.Core.Fusion.Progress;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Fusion.Progress.StopVisit>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// Stops visited, in TIDES's table of that name, as the hub works them out of positions.
/// <see href="https://github.com/TIDES-transit/TIDES/blob/main/spec/stop_visits.schema.json"/>
/// </summary>
/// <param name="schedule">The static feed that the visits are of.</param>
internal sealed class StopVisitsTable(Schedule schedule)
{
    /// <summary>Its name, which is its file's without the ending.</summary>
    public const string Name = "stop_visits";

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<Column<StopVisit>> Columns { get; } =
    [
        Kinds.Day("service_date", v => v.Trip.ServiceDate, isRequired: true),
        Kinds.Text("trip_id_performed", v => Performed(schedule, v.Trip), isRequired: true),
        Kinds.Small("trip_stop_sequence", v => v.Position + 1),
        Kinds.Small("scheduled_stop_sequence", v => schedule.Trips.StopSequences(v.Trip.TripIndex)[v.Position]),
        Kinds.Text("vehicle_id", v => v.Vehicle.ToString()),
        Kinds.Small("dwell", v => v.Departed is { } departed ? (int)Math.Round(departed - v.Arrived) : null),
        Kinds.Text("stop_id", v => schedule.Stops.Id(schedule.Patterns.Stops(schedule.Trips.PatternIndex(v.Trip.TripIndex))[v.Position])),
        Kinds.Flag("timepoint", v => schedule.Trips.IsTimepoint(v.Trip.TripIndex, v.Position)),
        Kinds.Moment("schedule_arrival_time", v => Scheduled(schedule, v, schedule.Trips.Arrivals(v.Trip.TripIndex)[v.Position])),
        Kinds.Moment("schedule_departure_time", v => Scheduled(schedule, v, schedule.Trips.Departures(v.Trip.TripIndex)[v.Position])),
        Kinds.Moment("actual_arrival_time", v => Timestamp.FromUnixSeconds(v.Arrived)),
        Kinds.Moment("actual_departure_time", v => v.Departed is { } departed ? Timestamp.FromUnixSeconds(departed) : null),
        Kinds.Text("schedule_relationship", _ => "Scheduled"),
        Kinds.Text("hub_trip_id", v => schedule.Trips.Id(v.Trip.TripIndex), isRequired: true),
        Kinds.Text("hub_start_time", v => ServiceTime.FromSeconds(Math.Max(0, v.Trip.StartSeconds)).ToString()),
        Kinds.Text("hub_route_id", v => schedule.Routes.Id(schedule.Trips.RouteIndex(v.Trip.TripIndex))),
        Kinds.Small("hub_direction_id", v => schedule.Trips.DirectionId(v.Trip.TripIndex) is >= 0 and var direction ? direction : null),
        Kinds.Flag("hub_is_sharp", v => v.IsSharp, isRequired: true),
    ];

    /// <summary>Names a run among those of its day: its trip, and of trips by headway the start too, since that is what tells them apart.</summary>
    private static string Performed(Schedule schedule, TripInstance run) => IsByHeadway(schedule, run)
        ? $"{schedule.Trips.Id(run.TripIndex)}@{ServiceTime.FromSeconds(Math.Max(0, run.StartSeconds))}"
        : schedule.Trips.Id(run.TripIndex);

    /// <summary>What the timetable promises; null: it promises nothing, since the run goes by headway.</summary>
    private static Timestamp? Scheduled(Schedule schedule, in StopVisit visit, int serviceTimeSeconds) => IsByHeadway(schedule, visit.Trip)
        ? null
        : Timestamp.FromUnixSeconds(schedule.ToUnixSeconds(visit.Trip.ServiceDate, serviceTimeSeconds));

    private static bool IsByHeadway(Schedule schedule, TripInstance run) => schedule.Trips.Frequencies(run.TripIndex).Length > 0;
}
