using System.Collections.Immutable;

namespace TransitHub.Gtfs.Building;

/// <summary>The way of a direction on the ground, from its first stop to its last.</summary>
public sealed class LinePath
{
    /// <summary>Decimals of a degree that are kept: a decimeter.</summary>
    internal const int Decimals = 6;

    private LinePath(ImmutableArray<GeoPoint> points, ImmutableArray<double> offsets) => (Points, Offsets) = (points, offsets);

    /// <summary>Its points, two or more, no two in a row at one place.</summary>
    public ImmutableArray<GeoPoint> Points { get; }

    /// <summary>Meters along the path, one per point; the first is 0 and each is larger than the one before.</summary>
    public ImmutableArray<double> Offsets { get; }

    /// <summary>Its length in meters.</summary>
    public double LengthMeters => Offsets[^1];

    /// <summary>
    /// Makes a path, leaving out points at the place of the one before. <paramref name="vertices"/> (as long as the points)
    /// is filled with the index in the path that each point became.
    /// </summary>
    internal static LinePath Of(IReadOnlyList<GeoPoint> points, Span<int> vertices)
    {
        var kept = ImmutableArray.CreateBuilder<GeoPoint>(points.Count);
        var offsets = ImmutableArray.CreateBuilder<double>(points.Count);
        for (var at = 0; at < points.Count; at++)
        {
            var point = Round(points[at]);
            var step = kept.Count == 0 ? double.MaxValue : kept[^1].DistanceTo(point);
            if (step >= MinStepMeters)
            {
                offsets.Add(kept.Count == 0 ? 0 : offsets[^1] + step);
                kept.Add(point);
            }

            vertices[at] = kept.Count - 1;
        }

        return new LinePath(kept.ToImmutable(), offsets.ToImmutable());
    }

    /// <summary>The same path elsewhere on its parallels; its lengths stay.</summary>
    internal LinePath MovedEast(double degrees) => new([.. Points.Select(point => Round(point with { Lon = point.Lon + degrees }))], Offsets);

    /// <summary>Two points nearer than this are one: their distances would be equal once written.</summary>
    internal const double MinStepMeters = 0.5;

    /// <summary>Two calls lie apart by this at least, so that their distances differ once written.</summary>
    internal const double MinCallGapMeters = 1;

    /// <summary>As far as a feed writes it.</summary>
    internal static GeoPoint Round(GeoPoint point) => new(Math.Round(point.Lat, Decimals), Math.Round(point.Lon, Decimals));
}
