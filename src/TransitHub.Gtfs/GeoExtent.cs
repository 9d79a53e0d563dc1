namespace TransitHub.Gtfs;

/// <summary>The smallest box of WGS 84 degrees that holds every located stop and shape point. NaN on all sides if there is none.</summary>
public readonly record struct GeoExtent(double South, double West, double North, double East)
{
    /// <summary>An extent of nothing.</summary>
    public static GeoExtent None { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>Whether there is no place in it.</summary>
    public bool IsEmpty => double.IsNaN(South);

    /// <summary>The extent widened to hold the place.</summary>
    public GeoExtent Including(double latitude, double longitude) => IsEmpty
        ? new(latitude, longitude, latitude, longitude)
        : new(Math.Min(South, latitude), Math.Min(West, longitude), Math.Max(North, latitude), Math.Max(East, longitude));
}
