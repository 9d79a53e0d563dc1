using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>The stretch of a pattern's line that a detour goes round.</summary>
/// <param name="First">Place in the pattern of the first stop left out.</param>
/// <param name="Last">Place in the pattern of the last one.</param>
/// <param name="From">Where vehicles leave the line, meters along it.</param>
/// <param name="To">Where they are back, meters along it.</param>
internal readonly record struct DetourStretch(int First, int Last, double From, double To)
{
    /// <summary>So near to the line both ends of the way must be, meters.</summary>
    private const double EndMeters = 60;

    /// <summary>The stretch; null: the pattern has none of the stops, or only at its ends, or its line is another there.</summary>
    /// <param name="schedule">What indexes refer to.</param>
    /// <param name="pattern">The pattern.</param>
    /// <param name="skipped">Stops that are left out.</param>
    /// <param name="way">The way instead.</param>
    public static DetourStretch? Find(Schedule schedule, int pattern, HashSet<int> skipped, ReadOnlySpan<GeoPoint> way)
    {
        ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
        (int first, int last) = (-1, -1);
        for (int position = 0; position < stops.Length; position++)
        {
            if (skipped.Contains(stops[position]))
            {
                (first, last) = (first < 0 ? position : first, position);
            }
        }

        if (first < 1 || last > stops.Length - 2 || way.IsEmpty || schedule.Patterns.IsStraight(pattern))
        {
            return null;
        }

        ReadOnlySpan<float> offsets = schedule.Patterns.StopOffsets(pattern);
        Geometry line = schedule.Geometries[schedule.Patterns.GeometryIndex(pattern)];

        // Vehicles may leave the line before the last stop that they serve, and be back behind the next one.
        (double from, double fromMeters) = LineSpan.Nearest(line, way[0].Lat, way[0].Lon, offsets[Math.Max(0, first - 2)], offsets[first]);
        (double to, double toMeters) = LineSpan.Nearest(line, way[^1].Lat, way[^1].Lon, offsets[last], offsets[Math.Min(stops.Length - 1, last + 2)]);
        return fromMeters > EndMeters || toMeters > EndMeters ? null : new DetourStretch(first, last, from, to);
    }
}
