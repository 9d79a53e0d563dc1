using System.Text.Json;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Rings of GeoJSON polygons (RFC 7946), and whether zones lie over each other.</summary>
internal static class ZoneRings
{
    /// <summary>The outer rings; <paramref name="problem"/> says what is wrong with the coordinates, or is null.</summary>
    public static IReadOnlyList<GeoPoint[]> Read(JsonElement coordinates, bool isMulti, out string? problem)
    {
        var outer = new List<GeoPoint[]>();
        problem = null;
        foreach (var polygon in isMulti ? [.. Items(coordinates)] : (JsonElement[])[coordinates])
        {
            var isOuter = true;
            foreach (var ring in Items(polygon))
            {
                if (ReadRing(ring, out var why) is not { } points)
                {
                    problem = why;
                    return [];
                }

                if (isOuter)
                {
                    outer.Add(points);
                }

                isOuter = false;
            }
        }

        problem = outer.Count == 0 ? "The polygon has no ring." : CrossesItself(outer) ? "The outline crosses itself. Draw it without crossing." : null;
        return outer;
    }

    /// <summary>Whether two zones share ground.</summary>
    public static bool Overlap(IReadOnlyList<GeoPoint[]> left, IReadOnlyList<GeoPoint[]> right) =>
        left.Any(a => right.Any(b => RingsCross(a, b) || Holds(a, b[0]) || Holds(b, a[0])));

    private static GeoPoint[]? ReadRing(JsonElement ring, out string problem)
    {
        var points = new List<GeoPoint>();
        foreach (var point in Items(ring))
        {
            var numbers = Items(point).Where(number => number.ValueKind == JsonValueKind.Number).Select(number => number.GetDouble()).ToArray();
            if (numbers.Length < 2 || Math.Abs(numbers[1]) > 90 || Math.Abs(numbers[0]) > 180)
            {
                problem = "A corner is no pair of longitude and latitude. Correct it.";
                return null;
            }

            points.Add(new GeoPoint(numbers[1], numbers[0]));
        }

        if (points.Count < 4 || points[0] != points[^1])
        {
            problem = "A ring needs four corners at least and must end where it begins. Close it.";
            return null;
        }

        problem = "";
        return [.. points];
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : default;

    private static bool CrossesItself(List<GeoPoint[]> rings) => rings.Any(ring =>
        ring.Length <= 2000 && Enumerable.Range(0, ring.Length - 1).Any(i =>
            Enumerable.Range(i + 2, Math.Max(0, ring.Length - 3 - i)).Any(j =>
                !(i == 0 && j == ring.Length - 2) && Cross(ring[i], ring[i + 1], ring[j], ring[j + 1]))));

    private static bool RingsCross(GeoPoint[] a, GeoPoint[] b)
    {
        for (var i = 1; i < a.Length; i++)
        {
            for (var j = 1; j < b.Length; j++)
            {
                if (Cross(a[i - 1], a[i], b[j - 1], b[j]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool Cross(GeoPoint a, GeoPoint b, GeoPoint c, GeoPoint d) =>
        Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;

    private static double Side(GeoPoint a, GeoPoint b, GeoPoint c) =>
        ((b.Lon - a.Lon) * (c.Lat - a.Lat)) - ((b.Lat - a.Lat) * (c.Lon - a.Lon));

    private static bool Holds(GeoPoint[] ring, GeoPoint point)
    {
        var inside = false;
        for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
        {
            if (ring[i].Lat > point.Lat != ring[j].Lat > point.Lat
                && point.Lon < ((ring[j].Lon - ring[i].Lon) * (point.Lat - ring[i].Lat) / (ring[j].Lat - ring[i].Lat)) + ring[i].Lon)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
