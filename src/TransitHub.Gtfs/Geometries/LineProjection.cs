namespace TransitHub.Gtfs.Geometries;

/// <summary>The places on a line that lie nearest to a point: one for each time that the line passes by.</summary>
internal static class LineProjection
{
    /// <summary>Passes kept for one stop. Lines that pass a stop more often than this do not exist; noise does.</summary>
    public const int MaxCandidates = 24;

    /// <summary>A pass that is this much farther off than the nearest one is no candidate.</summary>
    private const float MaxExtraMeters = 150;

    /// <summary>
    /// Every local minimum of the distance along the line, in the order of the line: inside a segment, or at a point that
    /// is the nearest of both segments that meet there.
    /// </summary>
    public static List<Candidate> Candidates(Geometry line, float x, float y)
    {
        var found = new List<Candidate>();
        var nearest = float.MaxValue;
        var endsNearest = true;
        var last = default(Candidate);
        for (var segment = 0; segment + 1 < line.X.Length; segment++)
        {
            if (line.Cumulative[segment + 1] <= line.Cumulative[segment])
            {
                continue;
            }

            last = OnSegment(line, segment, x, y, out var share);
            nearest = Math.Min(nearest, last.Distance);
            if (share < 1 && (share > 0 || endsNearest))
            {
                found.Add(last);
            }

            endsNearest = share >= 1;
        }

        if (endsNearest)
        {
            found.Add(nearest == float.MaxValue ? Point(line, x, y) : last);
        }

        found.RemoveAll(candidate => candidate.Distance > nearest + MaxExtraMeters);
        return found.Count > MaxCandidates ? Nearest(found) : found;
    }

    /// <summary>Distance of the point from the place that lies so many metres along the line.</summary>
    public static float DistanceAt(Geometry line, float offset, float x, float y)
    {
        var segment = line.SegmentAt(offset, out var share);
        var next = Math.Min(segment + 1, line.X.Length - 1);
        var dx = line.X[segment] + ((line.X[next] - line.X[segment]) * share) - x;
        var dy = line.Y[segment] + ((line.Y[next] - line.Y[segment]) * share) - y;
        return (float)Math.Sqrt((dx * dx) + (dy * dy));
    }

    private static Candidate OnSegment(Geometry line, int segment, float x, float y, out float share)
    {
        var (ax, ay) = (line.X[segment], line.Y[segment]);
        var (bx, by) = (line.X[segment + 1] - ax, line.Y[segment + 1] - ay);
        var square = (bx * bx) + (by * by);
        share = square > 0 ? Math.Clamp((((x - ax) * bx) + ((y - ay) * by)) / square, 0, 1) : 0;
        var (dx, dy) = (ax + (bx * share) - x, ay + (by * share) - y);
        var (start, end) = (line.Cumulative[segment], line.Cumulative[segment + 1]);
        return new Candidate(start + ((end - start) * share), MathF.Sqrt((dx * dx) + (dy * dy)));
    }

    private static Candidate Point(Geometry line, float x, float y) =>
        new(0, MathF.Sqrt(((line.X[0] - x) * (line.X[0] - x)) + ((line.Y[0] - y) * (line.Y[0] - y))));

    private static List<Candidate> Nearest(List<Candidate> found) =>
        [.. found.OrderBy(candidate => candidate.Distance).Take(MaxCandidates).OrderBy(candidate => candidate.Offset)];

    /// <param name="Offset">Metres along the line.</param>
    /// <param name="Distance">Metres from the point.</param>
    internal readonly record struct Candidate(float Offset, float Distance);
}
