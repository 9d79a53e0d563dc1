namespace TransitHub.Gtfs;

/// <summary>
/// A line on the ground. Its points are also given in metres on a plane that touches the ellipsoid at the line's own
/// middle, where distances of some tens of kilometres are right to a few in ten thousand; the lengths along the line are
/// reckoned at each segment's own latitude.
/// </summary>
public sealed class Geometry
{
    private readonly float[] x;
    private readonly float[] y;
    private readonly float[] cumulative;
    private readonly float[] boxes;

    private Geometry(float[] x, float[] y, float[] cumulative, double latitude, double longitude)
    {
        (this.x, this.y, this.cumulative, OriginLatitude, OriginLongitude) = (x, y, cumulative, latitude, longitude);
        (MetersPerDegreeX, MetersPerDegreeY) = MetersPerDegree(latitude);
        this.boxes = Boxes(x, y);
    }

    /// <summary>Segments in one box of <see cref="MayReach"/>, a power of two.</summary>
    public const int BoxSegments = 16;

    /// <summary>Latitude of the plane's origin in WGS 84 degrees.</summary>
    public double OriginLatitude { get; }

    /// <summary>Longitude of the plane's origin in WGS 84 degrees.</summary>
    public double OriginLongitude { get; }

    /// <summary>Metres in a degree of longitude at the origin.</summary>
    public double MetersPerDegreeX { get; }

    /// <summary>Metres in a degree of latitude at the origin.</summary>
    public double MetersPerDegreeY { get; }

    /// <summary>Metres east of the origin, one per point.</summary>
    public ReadOnlySpan<float> X => this.x;

    /// <summary>Metres north of the origin, one per point.</summary>
    public ReadOnlySpan<float> Y => this.y;

    /// <summary>Metres from the first point along the line, one per point, never falling.</summary>
    public ReadOnlySpan<float> Cumulative => this.cumulative;

    /// <summary>Length of the line in metres.</summary>
    public float LengthMeters => this.cumulative[^1];

    /// <summary>Makes a line of at least one point in WGS 84 degrees.</summary>
    public static Geometry FromDegrees(ReadOnlySpan<double> latitudes, ReadOnlySpan<double> longitudes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(latitudes.Length, nameof(latitudes));
        ArgumentOutOfRangeException.ThrowIfNotEqual(longitudes.Length, latitudes.Length, nameof(longitudes));
        var latitude = Middle(latitudes);
        var longitude = Middle(longitudes);
        var (perX, perY) = MetersPerDegree(latitude);
        var (x, y, cumulative) = (new float[latitudes.Length], new float[latitudes.Length], new float[latitudes.Length]);
        var length = 0.0;
        for (var at = 0; at < x.Length; at++)
        {
            x[at] = (float)((longitudes[at] - longitude) * perX);
            y[at] = (float)((latitudes[at] - latitude) * perY);
            if (at > 0)
            {
                length += Distance(latitudes[at - 1], longitudes[at - 1], latitudes[at], longitudes[at]);
                cumulative[at] = (float)length;
            }
        }

        return new Geometry(x, y, cumulative, latitude, longitude);
    }

    /// <summary>Metres between two places of WGS 84 that are not more than some tens of kilometres apart.</summary>
    public static double Distance(double latitudeA, double longitudeA, double latitudeB, double longitudeB)
    {
        var (perX, perY) = MetersPerDegree((latitudeA + latitudeB) / 2);
        return Math.Sqrt(Square((longitudeB - longitudeA) * perX) + Square((latitudeB - latitudeA) * perY));
    }

    /// <summary>The place on the plane, in metres from the origin.</summary>
    public void ToLocal(double latitude, double longitude, out float x, out float y)
    {
        x = (float)((longitude - OriginLongitude) * MetersPerDegreeX);
        y = (float)((latitude - OriginLatitude) * MetersPerDegreeY);
    }

    /// <summary>
    /// False where no segment of a box comes so near to a place of the plane: 16 segments are ruled out at once. Box b has the segments from
    /// b × <see cref="BoxSegments"/> on.
    /// </summary>
    public bool MayReach(int box, float x, float y, float meters)
    {
        ReadOnlySpan<float> sides = this.boxes.AsSpan(box * 4, 4);
        var dx = Math.Max(0, Math.Max(sides[0] - x, x - sides[1]));
        var dy = Math.Max(0, Math.Max(sides[2] - y, y - sides[3]));
        return (dx * dx) + (dy * dy) <= meters * meters * 1.001f;
    }

    /// <summary>The place that lies so many metres along the line; clamped to the line's ends.</summary>
    public (double Lat, double Lon) At(double offsetMeters)
    {
        var segment = SegmentAt(offsetMeters, out var share);
        var next = Math.Min(segment + 1, this.x.Length - 1);
        var x = this.x[segment] + ((this.x[next] - this.x[segment]) * share);
        var y = this.y[segment] + ((this.y[next] - this.y[segment]) * share);
        return (OriginLatitude + (y / MetersPerDegreeY), OriginLongitude + (x / MetersPerDegreeX));
    }

    /// <summary>Degrees clockwise from north, [0, 360), in which the line runs there; 0 for a line without length.</summary>
    public float BearingAt(double offsetMeters)
    {
        var segment = SegmentAt(offsetMeters, out _);
        var next = Math.Min(segment + 1, this.x.Length - 1);
        var degrees = Math.Atan2(this.x[next] - this.x[segment], this.y[next] - this.y[segment]) * 180 / Math.PI;
        var bearing = (float)(degrees < 0 ? degrees + 360 : degrees);
        return bearing >= 360 ? 0 : bearing;
    }

    /// <summary>Index of the segment with length that holds the offset, and the share of it that lies before the offset.</summary>
    internal int SegmentAt(double offsetMeters, out double share)
    {
        share = 0;
        var offset = (float)Math.Clamp(double.IsNaN(offsetMeters) ? 0 : offsetMeters, 0, LengthMeters);
        var found = Array.BinarySearch(this.cumulative, offset);
        var segment = Math.Clamp(found >= 0 ? found : ~found - 1, 0, Math.Max(0, this.x.Length - 2));
        while (segment > 0 && segment + 1 < this.cumulative.Length && this.cumulative[segment + 1] <= this.cumulative[segment]
            && offset >= LengthMeters)
        {
            segment--;
        }

        while (segment + 2 < this.cumulative.Length && this.cumulative[segment + 1] <= offset)
        {
            segment++;
        }

        if (segment + 1 < this.cumulative.Length && this.cumulative[segment + 1] > this.cumulative[segment])
        {
            share = Math.Clamp((offset - this.cumulative[segment]) / (this.cumulative[segment + 1] - this.cumulative[segment]), 0, 1);
        }

        return segment;
    }

    /// <summary>West, east, south and north of each box.</summary>
    private static float[] Boxes(float[] x, float[] y)
    {
        var count = (x.Length + BoxSegments - 1) / BoxSegments;
        var boxes = new float[count * 4];
        for (var box = 0; box < count; box++)
        {
            var first = box * BoxSegments;
            var (west, east, south, north) = (x[first], x[first], y[first], y[first]);
            for (var at = first + 1; at <= first + BoxSegments && at < x.Length; at++)
            {
                (west, east) = (Math.Min(west, x[at]), Math.Max(east, x[at]));
                (south, north) = (Math.Min(south, y[at]), Math.Max(north, y[at]));
            }

            (boxes[box * 4], boxes[(box * 4) + 1], boxes[(box * 4) + 2], boxes[(box * 4) + 3]) = (west, east, south, north);
        }

        return boxes;
    }

    /// <summary>Series for the lengths of a degree on the WGS 84 ellipsoid; right to centimetres at every latitude.</summary>
    private static (double X, double Y) MetersPerDegree(double latitude)
    {
        var angle = latitude * Math.PI / 180;
        var x = (111412.84 * Math.Cos(angle)) - (93.5 * Math.Cos(3 * angle)) + (0.118 * Math.Cos(5 * angle));
        var y = 111132.92 - (559.82 * Math.Cos(2 * angle)) + (1.175 * Math.Cos(4 * angle)) - (0.0023 * Math.Cos(6 * angle));
        return (Math.Max(x, 1e-3), y);
    }

    private static double Middle(ReadOnlySpan<double> values)
    {
        var (low, high) = (values[0], values[0]);
        foreach (var value in values)
        {
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }

        return (low + high) / 2;
    }

    private static double Square(double value) => value * value;
}
