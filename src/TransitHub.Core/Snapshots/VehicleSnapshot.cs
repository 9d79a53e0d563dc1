using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// A vehicle as it was known at one moment; immutable. A vehicle that did not change is the same
/// object in the next <see cref="HubSnapshot"/>, so readers may compare and cache by reference.
/// </summary>
public sealed class VehicleSnapshot
{
    /// <summary>The vehicle.</summary>
    public required DeviceId Id { get; init; }

    /// <summary>What riders see on it; null: nothing told.</summary>
    public string? Label { get; init; }

    /// <summary>WGS 84 degrees, as reported.</summary>
    public required double Latitude { get; init; }

    /// <summary>WGS 84 degrees, as reported.</summary>
    public required double Longitude { get; init; }

    /// <summary>Degrees clockwise from true north, [0, 360); null: unknown.</summary>
    public float? Bearing { get; init; }

    /// <summary>Meters a second; null: unknown.</summary>
    public float? SpeedMps { get; init; }

    /// <summary>When the position was measured, after correction of the device's clock; never later than <see cref="ReceivedAt"/>.</summary>
    public required Timestamp MeasuredAt { get; init; }

    /// <summary>When the hub received it.</summary>
    public required Timestamp ReceivedAt { get; init; }

    /// <summary>What it is doing.</summary>
    public required VehiclePhase Phase { get; init; }

    /// <summary>Why it has no trip; <see cref="RejectionReason.None"/> when it has one.</summary>
    public RejectionReason UnmatchedReason { get; init; }

    /// <summary>The run it serves; null: none or not certain.</summary>
    public TripInstance? Trip { get; init; }

    /// <summary>The run with its own stop times that it serves in the place of one of the timetable; <see cref="StopPosition"/> is then a place among its stops. Null: none.</summary>
    public ExtraRunKey? ExtraRun { get; init; }

    /// <summary>Index of the route it serves, also where the trip is not certain; -1: unknown.</summary>
    public int RouteIndex { get; init; } = -1;

    /// <summary>0-based place in the pattern of the stop ahead, or at which it stands; -1 without a trip.</summary>
    public int StopPosition { get; init; } = -1;

    /// <summary>How it relates to that stop.</summary>
    public StopStatus StopStatus { get; init; } = StopStatus.InTransitTo;

    /// <summary>Meters along the pattern's geometry; NaN without a trip.</summary>
    public double AlongMeters { get; init; } = double.NaN;

    /// <summary>Seconds late (positive) or early; null: unknown, or the trip runs by headway.</summary>
    public int? DelaySeconds { get; init; }

    /// <summary>GTFS-Realtime <c>OccupancyStatus</c> by number; null: unknown.</summary>
    public byte? OccupancyStatus { get; init; }

    /// <summary>GTFS-Realtime <c>occupancy_percentage</c>, in steps of ten where the hub counts; null: unknown.</summary>
    public short? OccupancyPercentage { get; init; }

    /// <summary>Of a train: its carriages in the direction of travel; empty or default: nothing told.</summary>
    public ImmutableArray<Carriage> Carriages { get; init; } = [];

    /// <summary>GTFS-Realtime <c>WheelchairAccessible</c> by number, 2 (accessible) or 3; null: unknown.</summary>
    public byte? WheelchairAccessible { get; init; }

    /// <summary>GTFS-Realtime <c>CongestionLevel</c> of the road it is on, 1 (smooth) to 4 (severe); null: unknown.</summary>
    public byte? CongestionLevel { get; init; }

    /// <summary>Probability that <see cref="Trip"/> is right, [0, 1].</summary>
    public float MatchProbability { get; init; }

    /// <summary>True: it names a trip that its drive and times contradict, and is followed by these instead.</summary>
    public bool IsOverruled { get; init; }

    /// <summary>Runs it may be on, the likeliest first, for a vehicle that names none; empty for one that does.</summary>
    public ImmutableArray<RunCandidate> Candidates { get; init; } = [];
}
