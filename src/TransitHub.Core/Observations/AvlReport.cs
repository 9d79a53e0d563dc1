using System.Collections.Immutable;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Observations;

/// <summary>A vehicle's position. Text that the device left out or sent empty is <c>null</c>.</summary>
public sealed record AvlReport : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Avl;

    /// <summary>The device's clock when it measured, as it was sent.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>What the gate adds to <see cref="MeasuredAt"/> because it knows the device's clock to be wrong, milliseconds.</summary>
    public long ClockCorrectionMilliseconds { get; init; }

    /// <summary>When it was measured by the hub's clock, as well as the hub can know.</summary>
    public Timestamp CorrectedAt => this.MeasuredAt.AddMilliseconds(this.ClockCorrectionMilliseconds);

    /// <summary>WGS 84 degrees, [-90, 90].</summary>
    public required double Latitude { get; init; }

    /// <summary>WGS 84 degrees, [-180, 180].</summary>
    public required double Longitude { get; init; }

    /// <summary>Degrees clockwise from true north, [0, 360).</summary>
    public float? Bearing { get; init; }

    /// <summary>Meters a second, not negative.</summary>
    public float? SpeedMps { get; init; }

    /// <summary>GTFS <c>trip_id</c> the vehicle says it runs.</summary>
    public string? TripId { get; init; }

    /// <summary>GTFS <c>route_id</c>.</summary>
    public string? RouteId { get; init; }

    /// <summary>GTFS <c>direction_id</c>, 0 or 1.</summary>
    public byte? DirectionId { get; init; }

    /// <summary>Service date of the trip.</summary>
    public ServiceDate? StartDate { get; init; }

    /// <summary>Scheduled start of the trip.</summary>
    public ServiceTime? StartTime { get; init; }

    /// <summary>What the vehicle's sign shows.</summary>
    public string? SignText { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number, 0 to 8.</summary>
    public byte? OccupancyStatus { get; init; }

    /// <summary>GTFS <c>stop_id</c> at which the vehicle says it stands.</summary>
    public string? StopId { get; init; }

    /// <summary>Doors open or shut; null: unknown.</summary>
    public bool? DoorsOpen { get; init; }

    /// <summary>Expected horizontal error, meters.</summary>
    public float? AccuracyMeters { get; init; }

    /// <summary>Odometer, meters since some start.</summary>
    public double? OdometerMeters { get; init; }

    /// <summary>What riders see on the vehicle.</summary>
    public string? Label { get; init; }

    /// <summary>Of a train: its carriages in the direction of travel; empty: nothing told.</summary>
    public ImmutableArray<Carriage> Carriages { get; init; } = [];

    /// <summary>What it is by its own word, as in <see cref="TrafficCount.Class"/>.</summary>
    public string? Class { get; init; }

    /// <summary>GTFS-Realtime <c>WheelchairAccessible</c> by number, 2 or 3; null: not told.</summary>
    public byte? WheelchairAccessible { get; init; }
}
