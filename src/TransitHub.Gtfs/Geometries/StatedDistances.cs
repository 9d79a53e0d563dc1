using TransitHub.Gtfs.Reading;

namespace TransitHub.Gtfs.Geometries;

/// <summary>
/// shape_dist_traveled in metres along the line, where it can be believed: both files have it, it never falls, and the
/// places that it names lie near the stops. Its unit is the feed's own, so only its place among the shape's values counts.
/// </summary>
internal static class StatedDistances
{
    /// <summary>A stated place farther from its stop than this makes the trip's distances doubtful, and none is used.</summary>
    private const float MaxDistanceMeters = 100;

    public static void Apply(Geometry line, float[]? shapeDistances, ReadOnlySpan<StopTimeRow> rows, PatternStop[] stops)
    {
        if (shapeDistances is null)
        {
            return;
        }

        var stated = new float[rows.Length];
        for (var at = 0; at < rows.Length; at++)
        {
            var distance = rows[at].Distance;
            if (float.IsNaN(distance) || (at > 0 && distance < rows[at - 1].Distance))
            {
                return;
            }

            stated[at] = Offset(line, shapeDistances, distance);
            if (stops[at].IsLocated && LineProjection.DistanceAt(line, stated[at], stops[at].X, stops[at].Y) > MaxDistanceMeters)
            {
                return;
            }
        }

        for (var at = 0; at < stops.Length; at++)
        {
            stops[at] = stops[at] with { Stated = stated[at] };
        }
    }

    private static float Offset(Geometry line, float[] distances, float distance)
    {
        var found = Array.BinarySearch(distances, distance);
        if (found >= 0)
        {
            return line.Cumulative[found];
        }

        var next = Math.Clamp(~found, 1, distances.Length - 1);
        var span = distances[next] - distances[next - 1];
        var share = span > 0 ? Math.Clamp((distance - distances[next - 1]) / span, 0, 1) : 0;
        return line.Cumulative[next - 1] + ((line.Cumulative[next] - line.Cumulative[next - 1]) * share);
    }
}
