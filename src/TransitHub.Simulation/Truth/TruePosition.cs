using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>Where a vehicle truly was when its device measured.</summary>
/// <param name="At">By the true clock.</param>
/// <param name="VehicleId">Its id in the topics.</param>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
/// <param name="SpeedMps">Meters a second.</param>
/// <param name="TripId">The run it was on; null: at a terminal, or driving without riders.</param>
/// <param name="ServiceDate">The run's day.</param>
/// <param name="StartTime">The run's start.</param>
/// <param name="AlongMeters">Along the run's geometry; NaN without a run.</param>
/// <param name="Load">Riders on board.</param>
/// <param name="OnDetour">Whether it was on a way beside its line.</param>
public readonly record struct TruePosition(
    Timestamp At, string VehicleId, double Latitude, double Longitude, double SpeedMps, string? TripId, ServiceDate ServiceDate, ServiceTime StartTime,
    double AlongMeters, int Load, bool OnDetour);
