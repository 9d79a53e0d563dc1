using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A run with real time, in JSON.</summary>
/// <param name="Trip">What names it.</param>
/// <param name="VehicleId">The vehicle that runs it, or will after its present trip; absent for a run that only cameras see.</param>
/// <param name="IsCurrent">True: the vehicle is on it now.</param>
/// <param name="MeasuredAt">When the position behind it was measured, Unix seconds.</param>
/// <param name="DelaySeconds">Positive: late.</param>
/// <param name="Stops">From the stop passed last to the end of the trip.</param>
/// <param name="Source">The other agency's feed whose word this is; absent: the hub's own prediction.</param>
internal sealed record TripView(TripRefView Trip, string? VehicleId, bool IsCurrent, double MeasuredAt, int? DelaySeconds, IReadOnlyList<StopTimeView> Stops, string? Source)
{
    /// <summary>The operator's change by which it is, or its stops are, other than in the timetable; absent: none.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Of a run with its own stop times.</summary>
    public static TripView Of(ExtraRun run, Schedule schedule) => new(
        TripRefView.Of(run, schedule),
        run.HasVehicle ? run.Vehicle.ToString() : null,
        run.HasPredictions,
        run.MeasuredAt.UnixMilliseconds / 1000.0,
        run.DelaySeconds,
        [.. run.Stops.Select(stop => StopTimeView.Of(schedule, stop))],
        run.Upstream?.Source)
    { ChangeId = run.ChangeId };

    /// <summary>Of a run.</summary>
    public static TripView Of(TripSnapshot trip, Schedule schedule) => new(
        TripRefView.Of(trip.Trip, schedule),
        trip.HasVehicle ? trip.Vehicle.ToString() : null,
        trip.IsCurrent,
        trip.MeasuredAt.UnixMilliseconds / 1000.0,
        trip.DelaySeconds,
        [.. trip.Stops.Select(stop => StopTimeView.Of(schedule, trip, stop))],
        trip.Upstream?.Source)
    { ChangeId = trip.ChangeId };
}
