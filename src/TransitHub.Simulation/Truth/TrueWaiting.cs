using TransitHub.Core.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>Riders of a line who wait at a stop that a camera watches.</summary>
/// <param name="At">When.</param>
/// <param name="StopId">The stop.</param>
/// <param name="RouteId">The line's route.</param>
/// <param name="DirectionId">Its direction; -1: none.</param>
/// <param name="Waiting">How many.</param>
public readonly record struct TrueWaiting(Timestamp At, string StopId, string RouteId, int DirectionId, int Waiting);
