using TransitHub.Gtfs;

namespace TransitHub.Server.Network;

/// <summary>Leaves out the points of a line that a map does not show (Douglas and Peucker, 1973).</summary>
internal static class LineSimplifier
{
    /// <summary>The points to keep, as longitude and latitude in turn, WGS 84 degrees to five decimals (a meter).</summary>
    /// <param name="line">The line.</param>
    /// <param name="toleranceMeters">How far a point left out may lie from the line that is left.</param>
    public static IReadOnlyList<double> Simplify(Geometry line, double toleranceMeters)
    {
        bool[] kept = new bool[line.X.Length];
        kept[0] = kept[^1] = true;
        var spans = new Stack<(int From, int To)>([(0, kept.Length - 1)]);
        while (spans.TryPop(out (int From, int To) span))
        {
            (int farthest, double distance) = FarthestWithin(line, span.From, span.To);
            if (distance > toleranceMeters)
            {
                kept[farthest] = true;
                spans.Push((span.From, farthest));
                spans.Push((farthest, span.To));
            }
        }

        var points = new List<double>();
        for (int at = 0; at < kept.Length; at++)
        {
            if (kept[at])
            {
                points.Add(Math.Round(line.OriginLongitude + (line.X[at] / line.MetersPerDegreeX), 5));
                points.Add(Math.Round(line.OriginLatitude + (line.Y[at] / line.MetersPerDegreeY), 5));
            }
        }

        return points;
    }

    private static (int Index, double Distance) FarthestWithin(Geometry line, int from, int to)
    {
        (double alongX, double alongY) = (line.X[to] - line.X[from], line.Y[to] - line.Y[from]);
        double length = Math.Max(1e-9, (alongX * alongX) + (alongY * alongY));
        (int Index, double Distance) farthest = (from, 0);
        for (int at = from + 1; at < to; at++)
        {
            (double x, double y) = (line.X[at] - line.X[from], line.Y[at] - line.Y[from]);
            double share = Math.Clamp(((x * alongX) + (y * alongY)) / length, 0, 1);
            double distance = Math.Sqrt(Math.Pow(x - (alongX * share), 2) + Math.Pow(y - (alongY * share), 2));
            if (distance > farthest.Distance)
            {
                farthest = (at, distance);
            }
        }

        return farthest;
    }
}
