namespace TransitHub.Gtfs.Geometries;

/// <summary>A stop to be placed along a line.</summary>
/// <param name="X">Metres east of the line's origin; NaN if the stop has no place.</param>
/// <param name="Y">Metres north of the line's origin.</param>
/// <param name="Seconds">Scheduled time, or NaN; only differences count.</param>
/// <param name="Stated">Metres along the line according to shape_dist_traveled, or NaN.</param>
internal readonly record struct PatternStop(float X, float Y, float Seconds, float Stated)
{
    public bool IsLocated => !float.IsNaN(X);
}
