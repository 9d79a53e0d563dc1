using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Server.Views;

/// <summary>A vehicle in JSON. Times are Unix seconds with a fraction, as devices send them.</summary>
internal sealed record VehicleView
{
    /// <summary>A tenth of a meter.</summary>
    private const int BriefDecimals = 6;

    public required string Id { get; init; }

    public string? Label { get; init; }

    public required double Lat { get; init; }

    public required double Lon { get; init; }

    /// <summary>Degrees clockwise from true north.</summary>
    public float? Bearing { get; init; }

    public float? SpeedMps { get; init; }

    /// <summary>When the device measured, Unix seconds.</summary>
    public required double MeasuredAt { get; init; }

    /// <summary>When the hub received it, Unix seconds.</summary>
    public required double ReceivedAt { get; init; }

    public required VehiclePhase Phase { get; init; }

    public required MatchView Match { get; init; }

    public TripRefView? Trip { get; init; }

    public string? RouteId { get; init; }

    /// <summary>The stop ahead or at which it stands.</summary>
    public string? StopId { get; init; }

    /// <summary>Names the run that the timetable does not have, and that the vehicle serves; it is among the runs. Absent: none.</summary>
    public string? ExtraTripKey { get; init; }

    public int? StopSequence { get; init; }

    public StopStatus? StopStatus { get; init; }

    /// <summary>What the vehicle shows.</summary>
    public string? Headsign { get; init; }

    /// <summary>Positive: late.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>GTFS-Realtime OccupancyStatus by number.</summary>
    public int? OccupancyStatus { get; init; }

    /// <summary>GTFS-Realtime occupancy_percentage, in steps of ten where the hub counts; null: unknown.</summary>
    public int? OccupancyPercentage { get; init; }

    /// <summary>Of a train: its carriages, the first in the direction of travel first; null: nothing told.</summary>
    public IReadOnlyList<CarriageView>? Carriages { get; init; }

    /// <summary>GTFS-Realtime WheelchairAccessible by number: 2 accessible, 3 not; null: unknown.</summary>
    public int? WheelchairAccessible { get; init; }

    /// <summary>GTFS-Realtime CongestionLevel by number: 1 smooth, 2 stop and go, 3 congestion, 4 severe; null: unknown.</summary>
    public int? CongestionLevel { get; init; }

    /// <summary>Its runs with real time, the present one first; null where many vehicles are listed.</summary>
    public IReadOnlyList<TripView>? Runs { get; init; }

    /// <summary>As much of a vehicle as a map draws: half the size of the whole.</summary>
    public static VehicleView Brief(VehicleSnapshot vehicle, Schedule schedule) => new()
    {
        Id = vehicle.Id.ToString(),
        Label = vehicle.Label,
        Lat = Math.Round(vehicle.Latitude, BriefDecimals),
        Lon = Math.Round(vehicle.Longitude, BriefDecimals),
        Bearing = vehicle.Bearing is { } bearing ? MathF.Round(bearing) : null,
        MeasuredAt = vehicle.MeasuredAt.UnixMilliseconds / 1000.0,
        ReceivedAt = vehicle.ReceivedAt.UnixMilliseconds / 1000.0,
        Phase = vehicle.Phase,
        Match = MatchView.Brief(vehicle),
        RouteId = vehicle.RouteIndex < 0 ? null : schedule.Routes.Id(vehicle.RouteIndex),
        Headsign = HeadsignOf(vehicle, schedule),
        DelaySeconds = vehicle.DelaySeconds,
    };

    /// <summary>Of a vehicle.</summary>
    public static VehicleView Of(VehicleSnapshot vehicle, Schedule schedule)
    {
        int stop = vehicle.Trip is { } trip ? TripText.StopAt(schedule, trip.TripIndex, vehicle.StopPosition) : -1;
        return new VehicleView
        {
            Id = vehicle.Id.ToString(),
            Label = vehicle.Label,
            Lat = vehicle.Latitude,
            Lon = vehicle.Longitude,
            Bearing = vehicle.Bearing,
            SpeedMps = vehicle.SpeedMps,
            MeasuredAt = vehicle.MeasuredAt.UnixMilliseconds / 1000.0,
            ReceivedAt = vehicle.ReceivedAt.UnixMilliseconds / 1000.0,
            Phase = vehicle.Phase,
            Match = MatchView.Of(vehicle),
            Trip = vehicle.Trip is { } run ? TripRefView.Of(run, schedule) : null,
            ExtraTripKey = vehicle.ExtraRun is { } extra ? TripText.Key(extra) : null,
            RouteId = vehicle.RouteIndex < 0 ? null : schedule.Routes.Id(vehicle.RouteIndex),
            StopId = stop < 0 ? null : schedule.Stops.Id(stop),
            StopSequence = stop < 0 ? null : schedule.Trips.StopSequences(vehicle.Trip!.Value.TripIndex)[vehicle.StopPosition],
            StopStatus = stop < 0 ? null : vehicle.StopStatus,
            Headsign = HeadsignOf(vehicle, schedule),
            DelaySeconds = vehicle.DelaySeconds,
            OccupancyStatus = vehicle.OccupancyStatus,
            OccupancyPercentage = vehicle.OccupancyPercentage,
            CongestionLevel = vehicle.CongestionLevel,
            Carriages = vehicle.Carriages.IsDefaultOrEmpty ? null : [.. vehicle.Carriages.Select(CarriageView.Of)],
            WheelchairAccessible = vehicle.WheelchairAccessible,
        };
    }

    private static string? HeadsignOf(VehicleSnapshot vehicle, Schedule schedule) =>
        vehicle.Trip is { } trip && schedule.Trips.Headsign(trip.TripIndex) is { Length: > 0 } headsign ? headsign : null;
}
