using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>A stop as it was served.</summary>
/// <param name="ServiceDate">The run's day.</param>
/// <param name="TripId">The run's trip.</param>
/// <param name="StartTime">The run's start.</param>
/// <param name="StopSequence">As in stop_times.txt.</param>
/// <param name="StopId">The stop.</param>
/// <param name="ArrivedAt">When the vehicle stood; at a run's first stop the same as <paramref name="DepartedAt"/>.</param>
/// <param name="DepartedAt">When it left; at the last stop the same as <paramref name="ArrivedAt"/>.</param>
/// <param name="VehicleId">The vehicle.</param>
/// <param name="HasDevice">Whether it reports.</param>
/// <param name="Boarding">Riders who boarded.</param>
/// <param name="Alighting">Riders who left.</param>
/// <param name="LeftBehind">Riders for whom there was no room.</param>
/// <param name="Load">Riders on board after it.</param>
/// <param name="Capacity">Riders it takes.</param>
public readonly record struct TrueStopTime(
    ServiceDate ServiceDate, string TripId, ServiceTime StartTime, int StopSequence, string StopId, Timestamp ArrivedAt, Timestamp DepartedAt,
    string VehicleId, bool HasDevice, int Boarding, int Alighting, int LeftBehind, int Load, int Capacity);
