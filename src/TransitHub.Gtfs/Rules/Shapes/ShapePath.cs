using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Rules.Shapes;

/// <summary>A shape laid flat around its first point, in meters, with the way along it and the distances that the feed states.</summary>
internal sealed class ShapePath
{
    private const double MetersPerDegree = 6371010 * Math.PI / 180;

    private readonly double originLatitude;
    private readonly double originLongitude;
    private readonly double eastScale;
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] offsets;
    private readonly double[] stated;

    public ShapePath(GtfsTable shapes, ReadOnlySpan<int> rows)
    {
        var (latitude, longitude, distance) = (shapes.Float("shape_pt_lat"), shapes.Float("shape_pt_lon"), shapes.Float("shape_dist_traveled"));
        var points = new List<int>(rows.Length);
        foreach (var row in rows)
        {
            if (latitude.Has(row) && longitude.Has(row))
            {
                points.Add(row);
            }
        }

        Count = points.Count;
        (this.x, this.y, this.offsets, this.stated) = (new double[Count], new double[Count], new double[Count], new double[Count]);
        if (Count == 0)
        {
            return;
        }

        (this.originLatitude, this.originLongitude) = (latitude[points[0]], longitude[points[0]]);
        this.eastScale = Math.Cos(double.DegreesToRadians(this.originLatitude));
        for (var at = 0; at < Count; at++)
        {
            (this.x[at], this.y[at]) = Flat(latitude[points[at]], longitude[points[at]]);
            this.stated[at] = distance.Has(points[at]) ? distance[points[at]] : 0;
            this.offsets[at] = at == 0 ? 0 : this.offsets[at - 1] + Length(this.x[at] - this.x[at - 1], this.y[at] - this.y[at - 1]);
        }
    }

    public int Count { get; }

    /// <summary>Whether the feed states distances along the shape.</summary>
    public bool HasStated => Count > 0 && this.stated[^1] > 0;

    public (double X, double Y) Flat(double latitude, double longitude) =>
        ((longitude - this.originLongitude) * this.eastScale * MetersPerDegree, (latitude - this.originLatitude) * MetersPerDegree);

    /// <summary>
    /// The passes of the shape within <paramref name="most"/> meters of a place: one for each time it comes nearer and goes
    /// away again. <paramref name="nearest"/> is the nearest pass of all, however far.
    /// </summary>
    public void Passes(double px, double py, double most, List<Pass> passes, out Pass nearest)
    {
        passes.Clear();
        nearest = new Pass(double.PositiveInfinity, 0);
        var best = nearest;
        var (endBefore, isLeaving) = (double.PositiveInfinity, false);
        for (var at = 0; at + 1 < Count; at++)
        {
            var pass = Nearest(at, px, py);
            nearest = pass.Meters < nearest.Meters ? pass : nearest;
            if (pass.Meters <= most)
            {
                if (isLeaving && pass.Meters < endBefore && double.IsFinite(best.Meters))
                {
                    passes.Add(best);
                    best = new Pass(double.PositiveInfinity, 0);
                }

                best = pass.Meters < best.Meters ? pass : best;
            }
            else if (double.IsFinite(best.Meters))
            {
                passes.Add(best);
                best = new Pass(double.PositiveInfinity, 0);
            }

            endBefore = Length(px - this.x[at + 1], py - this.y[at + 1]);
            isLeaving = endBefore > pass.Meters;
        }

        if (double.IsFinite(best.Meters))
        {
            passes.Add(best);
        }
    }

    /// <summary>The place at a stated distance, looked for from a point on, and how far it lies from another place.</summary>
    public Pass AtStated(double distance, ref int from, double px, double py)
    {
        while (from + 1 < Count && this.stated[from + 1] <= distance)
        {
            from++;
        }

        var next = Math.Min(from + 1, Count - 1);
        var span = this.stated[next] - this.stated[from];
        var share = span > 1e-9 && distance > this.stated[from] ? (distance - this.stated[from]) / span : 0;
        var (x, y) = (this.x[from] + (share * (this.x[next] - this.x[from])), this.y[from] + (share * (this.y[next] - this.y[from])));
        return new Pass(Length(px - x, py - y), this.offsets[from] + (share * (this.offsets[next] - this.offsets[from])));
    }

    /// <summary>The place at a way along the shape.</summary>
    public GeoPoint At(double offset)
    {
        var at = Array.BinarySearch(this.offsets, offset);
        at = Math.Clamp(at < 0 ? ~at - 1 : at, 0, Count - 1);
        var next = Math.Min(at + 1, Count - 1);
        var length = this.offsets[next] - this.offsets[at];
        var share = length > 0 ? (offset - this.offsets[at]) / length : 0;
        var (x, y) = (this.x[at] + (share * (this.x[next] - this.x[at])), this.y[at] + (share * (this.y[next] - this.y[at])));
        return new GeoPoint(this.originLatitude + (y / MetersPerDegree), this.originLongitude + (x / MetersPerDegree / this.eastScale));
    }

    private Pass Nearest(int at, double px, double py)
    {
        var (dx, dy) = (this.x[at + 1] - this.x[at], this.y[at + 1] - this.y[at]);
        var square = (dx * dx) + (dy * dy);
        var share = square > 0 ? Math.Clamp((((px - this.x[at]) * dx) + ((py - this.y[at]) * dy)) / square, 0, 1) : 0;
        return new Pass(
            Length(px - this.x[at] - (share * dx), py - this.y[at] - (share * dy)),
            this.offsets[at] + (share * (this.offsets[at + 1] - this.offsets[at])));
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    /// <summary>A place on the shape.</summary>
    /// <param name="Meters">How far it lies from the stop.</param>
    /// <param name="Offset">The way along the shape to it, in meters.</param>
    internal readonly record struct Pass(double Meters, double Offset);
}
