namespace TransitHub.Core.Devices;

/// <summary>Where trips of a pattern pass a counting line.</summary>
/// <param name="PatternIndex">The pattern; valid only within the schedule that the file was read against.</param>
/// <param name="OffsetMeters">Meters along the pattern's geometry.</param>
/// <param name="DistanceMeters">0 where the geometry crosses the line; else how far it stays off.</param>
public readonly record struct LineCrossing(int PatternIndex, double OffsetMeters, double DistanceMeters);
