namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>Where stops are: their own place, or the nearest of their parents' that has one.</summary>
internal sealed class StopPlaces
{
    private const int MaxParents = 3;
    private const double EarthMeters = 6371010;
    private readonly double[] latitudes;
    private readonly double[] longitudes;

    public StopPlaces(GtfsTable stops)
    {
        var (ids, parents, latitude, longitude) = (stops.Text("stop_id"), stops.Text("parent_station"), stops.Float("stop_lat"), stops.Float("stop_lon"));
        this.latitudes = new double[ids.Domain.Count];
        this.longitudes = new double[ids.Domain.Count];
        for (var stop = 0; stop < ids.Domain.Count; stop++)
        {
            var row = ids.Row(stop);
            for (var step = 0; step < MaxParents && row >= 0 && !(latitude.Has(row) && longitude.Has(row)); step++)
            {
                row = ids.Row(parents[row]);
            }

            (this.latitudes[stop], this.longitudes[stop]) = (latitude[row], longitude[row]);
        }
    }

    public bool Has(int stop) => stop >= 0 && !double.IsNaN(this.latitudes[stop]) && !double.IsNaN(this.longitudes[stop]);

    public GeoPoint Of(int stop) => new(this.latitudes[stop], this.longitudes[stop]);

    /// <summary>Metres between two stops as the crow flies; NaN if one of them has no place.</summary>
    public double Meters(int from, int to) => from < 0 || to < 0
        ? double.NaN
        : Meters(this.latitudes[from], this.longitudes[from], this.latitudes[to], this.longitudes[to]);

    /// <summary>Metres between two places on a sphere, by the haversine.</summary>
    public static double Meters(double fromLatitude, double fromLongitude, double toLatitude, double toLongitude)
    {
        var (north, east) = (double.DegreesToRadians(toLatitude - fromLatitude) / 2, double.DegreesToRadians(toLongitude - fromLongitude) / 2);
        var (sineNorth, sineEast) = (Math.Sin(north), Math.Sin(east));
        var chord = (sineNorth * sineNorth) + (Math.Cos(double.DegreesToRadians(fromLatitude)) * Math.Cos(double.DegreesToRadians(toLatitude)) * sineEast * sineEast);
        return 2 * EarthMeters * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }
}
