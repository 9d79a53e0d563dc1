using System.Collections.Immutable;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads the corners of a zone.</summary>
internal static class ZoneReader
{
    private const string Remedy = "write its corners in order: zone: [[13.71852, 100.51276], [13.71866, 100.51279], [13.71864, 100.51262]]";
    private const int LeastCorners = 3;
    private const int MostCorners = 64;
    private const double LeastSquareMeters = 1;
    private const double FarthestMeters = 500;

    /// <summary>Reads them; empty when they are no zone.</summary>
    public static ImmutableArray<GeoPoint> Read(SheetNode node)
    {
        if (node.ReadList() is not { } nodes)
        {
            return [];
        }

        List<GeoPoint> corners = [];
        foreach (SheetNode corner in nodes.Take(MostCorners + 1))
        {
            if (corner.ReadPlace() is not { } place)
            {
                return [];
            }

            corners.Add(place);
        }

        // Who closes the ring means the same.
        if (corners.Count > LeastCorners && corners[^1] == corners[0])
        {
            corners.RemoveAt(corners.Count - 1);
        }

        if (corners.Count is < LeastCorners or > MostCorners)
        {
            node.Error($"'zone' has {nodes.Count} corners", $"give it {LeastCorners} to {MostCorners}; {Remedy}");
            return [];
        }

        (GeoPoint a, GeoPoint b) = Span([.. corners]);
        double meters = a.DistanceTo(b);
        if (meters > FarthestMeters)
        {
            node.Error($"'zone' is {meters:F0} m across", $"give it corners within {FarthestMeters:F0} m; no device sees more");
            return [];
        }

        double area = SquareMeters(corners);
        if (area < LeastSquareMeters)
        {
            node.Error($"'zone' covers {area:F1} square meters", $"correct its corners, which lie on one line or cross over; {Remedy}");
            return [];
        }

        return [.. corners];
    }

    /// <summary>The two corners that are farthest apart.</summary>
    public static (GeoPoint A, GeoPoint B) Span(ImmutableArray<GeoPoint> zone)
    {
        (GeoPoint A, GeoPoint B) farthest = (zone[0], zone[1]);
        for (int i = 0; i < zone.Length; i++)
        {
            for (int k = i + 1; k < zone.Length; k++)
            {
                farthest = zone[i].DistanceTo(zone[k]) > farthest.A.DistanceTo(farthest.B) ? (zone[i], zone[k]) : farthest;
            }
        }

        return farthest;
    }

    /// <summary>How large it is.</summary>
    public static double SquareMeters(IReadOnlyList<GeoPoint> corners)
    {
        const double metersPerDegree = 111_195;
        double east = metersPerDegree * Math.Cos(corners[0].Lat * Math.PI / 180);
        double twice = 0;
        for (int i = 0; i < corners.Count; i++)
        {
            GeoPoint next = corners[(i + 1) % corners.Count];
            twice += ((corners[i].Lon - corners[0].Lon) * (next.Lat - corners[0].Lat)) - ((next.Lon - corners[0].Lon) * (corners[i].Lat - corners[0].Lat));
        }

        return Math.Abs(twice) / 2 * metersPerDegree * east;
    }
}
