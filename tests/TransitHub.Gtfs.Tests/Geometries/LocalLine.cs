using TransitHub.Gtfs.Geometries;

namespace TransitHub.Gtfs.Tests.Geometries;

/// <summary>Lines and stops in metres from a corner of Bangkok, so that a test reads like a sketch.</summary>
internal sealed class LocalLine
{
    private const double Latitude = 13.7;
    private const double Longitude = 100.5;
    private static readonly Geometry Frame = Geometry.FromDegrees([Latitude], [Longitude]);

    private readonly Geometry line;

    public LocalLine(params (double X, double Y)[] points)
    {
        this.line = Geometry.FromDegrees([.. points.Select(point => Degrees(point.X, point.Y).Lat)], [.. points.Select(point => Degrees(point.X, point.Y).Lon)]);
    }

    public Geometry Line => this.line;

    public static (double Lat, double Lon) Degrees(double x, double y) =>
        (Latitude + (y / Frame.MetersPerDegreeY), Longitude + (x / Frame.MetersPerDegreeX));

    public PatternStop Stop(double x, double y, double seconds = double.NaN, double stated = double.NaN)
    {
        var (latitude, longitude) = Degrees(x, y);
        this.line.ToLocal(latitude, longitude, out var localX, out var localY);
        return new PatternStop(localX, localY, (float)seconds, (float)stated);
    }

    public static PatternStop Unlocated() => new(float.NaN, float.NaN, float.NaN, float.NaN);

    public float[]? Offsets(params PatternStop[] stops) => StopPlacement.Place(this.line, stops)?.Offsets;
}
