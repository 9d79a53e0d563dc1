namespace TransitHub.Gtfs.Geometries;

/// <summary>A shape as a geometry.</summary>
/// <param name="Geometry">Index of the geometry.</param>
/// <param name="Distances">shape_dist_traveled of each point in the feed's own unit, or null if it cannot be used.</param>
internal sealed record ShapeLine(int Geometry, float[]? Distances);
