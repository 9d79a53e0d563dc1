using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>Distances between places and lines made of straight pieces.</summary>
internal static class LineSpan
{
    /// <summary>Meters in a degree of latitude, right to half a percent.</summary>
    private const double PerDegree = 111_195;

    /// <summary>The place between two lengths along a line that is nearest to a point.</summary>
    /// <returns>Its length along the line, and how far from the point it is, both meters.</returns>
    public static (double Along, double Meters) Nearest(Geometry line, double latitude, double longitude, double from, double to)
    {
        line.ToLocal(latitude, longitude, out float x, out float y);
        (double Along, double Meters) best = (from, double.MaxValue);
        for (int at = 0; at + 1 < line.X.Length && line.Cumulative[at] <= to; at++)
        {
            if (line.Cumulative[at + 1] < from)
            {
                continue;
            }

            (double share, double meters) = Toward(x, y, line.X[at], line.Y[at], line.X[at + 1], line.Y[at + 1]);
            double along = Math.Clamp(line.Cumulative[at] + ((line.Cumulative[at + 1] - line.Cumulative[at]) * share), from, to);
            if (meters < best.Meters)
            {
                best = (along, meters);
            }
        }

        return best;
    }

    /// <summary>How far a point is from a way, meters.</summary>
    public static double Meters(ReadOnlySpan<GeoPoint> way, GeoPoint point)
    {
        double perX = Math.Cos(point.Lat * Math.PI / 180) * PerDegree;
        double best = way.Length == 1 ? way[0].DistanceTo(point) : double.MaxValue;
        for (int at = 0; at + 1 < way.Length; at++)
        {
            (_, double meters) = Toward(
                0,
                0,
                (way[at].Lon - point.Lon) * perX,
                (way[at].Lat - point.Lat) * PerDegree,
                (way[at + 1].Lon - point.Lon) * perX,
                (way[at + 1].Lat - point.Lat) * PerDegree);
            best = Math.Min(best, meters);
        }

        return best;
    }

    private static (double Share, double Meters) Toward(double x, double y, double ax, double ay, double bx, double by)
    {
        (double dx, double dy) = (bx - ax, by - ay);
        double squared = (dx * dx) + (dy * dy);
        double share = squared > 0 ? Math.Clamp((((x - ax) * dx) + ((y - ay) * dy)) / squared, 0, 1) : 0;
        (double ex, double ey) = (x - ax - (share * dx), y - ay - (share * dy));
        return (share, Math.Sqrt((ex * ex) + (ey * ey)));
    }
}
