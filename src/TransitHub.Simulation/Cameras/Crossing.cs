namespace TransitHub.Simulation.Cameras;

/// <summary>Where a pattern crosses a counting line.</summary>
/// <param name="OffsetMeters">Along the pattern's geometry.</param>
/// <param name="Channel">Index of the channel.</param>
/// <param name="Direction">0-based among the channel's directions.</param>
internal readonly record struct Crossing(double OffsetMeters, int Channel, int Direction);
