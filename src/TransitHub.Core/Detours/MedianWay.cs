using System.Collections.Immutable;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>
/// One way made of those of several vehicles: all places where they were seen, put in the order of the share of their own way that lay behind them, and in
/// each short piece the middle of them. One vehicle's places are too far apart to draw corners; many vehicles' are not.
/// </summary>
internal static class MedianWay
{
    /// <summary>The length of a piece, meters: shorter ones hold too few places, longer ones cut corners.</summary>
    private const double PieceMeters = 60;

    private const int MostPieces = 60;

    /// <summary>The way, from the place on the line where the last vehicle left it to that where the first one was back.</summary>
    /// <param name="ways">Each of two places at least.</param>
    public static ImmutableArray<GeoPoint> Of(IReadOnlyList<ImmutableArray<GeoPoint>> ways)
    {
        double[] lengths = [.. ways.Select(Length).Order()];
        int pieces = Math.Clamp((int)(lengths[lengths.Length / 2] / PieceMeters), 2, MostPieces);
        List<GeoPoint>[] held = [.. Enumerable.Range(0, pieces).Select(_ => new List<GeoPoint>())];
        foreach (ImmutableArray<GeoPoint> way in ways)
        {
            double length = Math.Max(Length(way), 1);
            double behind = 0;
            for (int at = 0; at < way.Length; at++)
            {
                behind += at == 0 ? 0 : way[at - 1].DistanceTo(way[at]);

                // Ends have pieces of their own: they are on the line.
                int piece = at == 0 ? 0 : at == way.Length - 1 ? pieces - 1 : Math.Clamp((int)(behind / length * pieces), 0, pieces - 1);
                held[piece].Add(way[at]);
            }
        }

        return [.. held.Where(h => h.Count > 0).Select(h => new GeoPoint(Middle(h.Select(p => p.Lat)), Middle(h.Select(p => p.Lon))))];
    }

    private static double Length(ImmutableArray<GeoPoint> way)
    {
        double length = 0;
        for (int at = 1; at < way.Length; at++)
        {
            length += way[at - 1].DistanceTo(way[at]);
        }

        return length;
    }

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
