using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads courses on the ground: points, or a GeoJSON file.</summary>
internal static class WayReader
{
    /// <summary>Points of one course; a river of 300 km with a point each 10 m has fewer.</summary>
    private const int MaxPoints = 50_000;

    /// <summary>Two points in a row are not farther apart, unless one of them is wrong.</summary>
    private const double MaxStepMeters = 100_000;

    public static WaySheet? Read(string name, SheetNode node, NetworkDraft network)
    {
        ImmutableArray<GeoPoint>? points;
        if (node is SheetScalar)
        {
            points = GeoJsonLine.Read(node, network);
        }
        else if (node.ReadMapping("points", "geojson") is { } map)
        {
            points = map.Optional("geojson") is { } file
                ? GeoJsonLine.Read(file, network)
                : ReadPoints(map.Required("points", "list its points, or name a 'geojson' file"));
        }
        else
        {
            return null;
        }

        return points is { } course && Check(node, course) ? new WaySheet(name, course) : null;
    }

    public static ImmutableArray<GeoPoint>? ReadPoints(SheetNode? node)
    {
        if (node?.ReadList() is not { } list)
        {
            return null;
        }

        var points = list.Select(item => item.ReadPlace()).ToList();
        return points.Contains(null) ? null : [.. points.Select(point => point!.Value)];
    }

    /// <summary>Notes a course that is too short, too long or jumps.</summary>
    public static bool Check(SheetNode node, ImmutableArray<GeoPoint> points)
    {
        if (points.Distinct().Count() < 2)
        {
            node.Error($"'{node.Label}' has fewer than two points", "give at least its two ends");
            return false;
        }

        if (points.Length > MaxPoints)
        {
            node.Error($"'{node.Label}' has {points.Length} points", $"thin it out to {MaxPoints} or fewer");
            return false;
        }

        for (var at = 1; at < points.Length; at++)
        {
            if (points[at - 1].DistanceTo(points[at]) > MaxStepMeters)
            {
                node.Error($"'{node.Label}' jumps over {MaxStepMeters / 1000} km from point {at} to point {at + 1}", "correct the point that lies elsewhere");
                return false;
            }
        }

        return true;
    }
}
