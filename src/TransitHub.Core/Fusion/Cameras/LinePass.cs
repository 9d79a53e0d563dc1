namespace TransitHub.Core.Fusion.Cameras;

/// <summary>Where a pattern passes a counting line: a stop that is none, at which vehicles are seen.</summary>
/// <param name="Line">Index of the line.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Ordinal">Place among the passes of the pattern, by offset, from 0.</param>
/// <param name="Offset">Meters along the pattern's geometry.</param>
/// <param name="Direction">Place of the direction in which it passes among those of the channel.</param>
internal readonly record struct LinePass(int Line, int Pattern, int Ordinal, double Offset, int Direction);
