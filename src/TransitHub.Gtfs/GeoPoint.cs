namespace TransitHub.Gtfs;

/// <summary>A place on the ground.</summary>
/// <param name="Lat">Latitude in WGS 84 degrees, -90 to 90.</param>
/// <param name="Lon">Longitude in WGS 84 degrees, -180 to 180.</param>
public readonly record struct GeoPoint(double Lat, double Lon)
{
    /// <summary>Meters to another place that is not more than some tens of kilometers away.</summary>
    public double DistanceTo(GeoPoint other) => Geometry.Distance(Lat, Lon, other.Lat, other.Lon);
}
