using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>A vehicle of the lines crossed a camera's line.</summary>
/// <param name="At">When.</param>
/// <param name="DeviceId">The camera.</param>
/// <param name="Channel">Its line.</param>
/// <param name="Direction">As the camera names it.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="ServiceDate">Its run's day.</param>
/// <param name="TripId">Its run's trip.</param>
/// <param name="StartTime">Its run's start.</param>
/// <param name="EventId">The message that tells of it; null: the camera missed it.</param>
public readonly record struct TruePassage(
    Timestamp At, string DeviceId, string Channel, string Direction, string VehicleId, ServiceDate ServiceDate, string TripId, ServiceTime StartTime,
    string? EventId);
