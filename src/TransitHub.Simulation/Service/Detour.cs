namespace TransitHub.Simulation.Service;

/// <summary>A stretch of a pattern that vehicles leave for some hours, passing by the stops between.</summary>
/// <param name="FromPosition">The last stop served before it.</param>
/// <param name="ToPosition">The first stop served after it.</param>
/// <param name="LateralMeters">How far beside the line the way leads; negative: to the left.</param>
/// <param name="FromAt">Unix milliseconds.</param>
/// <param name="ToAt">Unix milliseconds.</param>
internal sealed record Detour(int FromPosition, int ToPosition, double LateralMeters, long FromAt, long ToAt);
