using System.Collections.Immutable;
using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Observations;

/// <summary>What a vehicle's own counters say of its riders. What they did not say is null, which is not zero.</summary>
public sealed record PassengerCount : Observation
{
    /// <inheritdoc/>
    public override ObservationKind Kind => ObservationKind.Apc;

    /// <summary>The device's clock when it counted, as it was sent.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>What the gate adds to <see cref="MeasuredAt"/> because it knows the device's clock to be wrong, milliseconds.</summary>
    public long ClockCorrectionMilliseconds { get; init; }

    /// <summary>When it was counted by the hub's clock, as well as the hub can know.</summary>
    public Timestamp CorrectedAt => this.MeasuredAt.AddMilliseconds(this.ClockCorrectionMilliseconds);

    /// <summary>Riders on board.</summary>
    public int? Load { get; init; }

    /// <summary>Riders who got on, at this stop or since the last report.</summary>
    public int? Boardings { get; init; }

    /// <summary>Riders who got off, at this stop or since the last report.</summary>
    public int? Alightings { get; init; }

    /// <summary>The door that counted; null: all together.</summary>
    public string? Door { get; init; }

    /// <summary>Of riders, under the device's own name; null: all together.</summary>
    public string? Class { get; init; }

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

    /// <summary>GTFS <c>stop_id</c> at which they got on and off.</summary>
    public string? StopId { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number, 0 to 8.</summary>
    public byte? OccupancyStatus { get; init; }

    /// <summary>GTFS-Realtime <c>occupancy_percentage</c>, 0 to 1,000; above 100 is more than there is room for.</summary>
    public short? OccupancyPercentage { get; init; }

    /// <summary>Of a train: its carriages in the direction of travel; empty: nothing told.</summary>
    public ImmutableArray<Carriage> Carriages { get; init; } = [];
}
