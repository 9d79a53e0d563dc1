namespace TransitHub.Simulation.Service;

/// <summary>A stay at a terminal: the vehicle moves up from where it arrived to where it will leave.</summary>
/// <param name="FromLatitude">Degrees.</param>
/// <param name="FromLongitude">Degrees.</param>
/// <param name="ToLatitude">Degrees.</param>
/// <param name="ToLongitude">Degrees.</param>
/// <param name="FromAt">Unix milliseconds when it starts to move.</param>
/// <param name="ToAt">Unix milliseconds when it is there.</param>
internal readonly record struct Parking(
    double FromLatitude, double FromLongitude, double ToLatitude, double ToLongitude, long FromAt, long ToAt)
{
    public static Parking At(double latitude, double longitude, long at) => new(latitude, longitude, latitude, longitude, at, at);

    /// <summary>How far it has moved up, 0 to 1.</summary>
    public double Share(long at) =>
        at <= this.FromAt ? 0 : at >= this.ToAt ? 1 : (double)(at - this.FromAt) / (this.ToAt - this.FromAt);

    public double Latitude(long at) => this.FromLatitude + ((this.ToLatitude - this.FromLatitude) * this.Share(at));

    public double Longitude(long at) => this.FromLongitude + ((this.ToLongitude - this.FromLongitude) * this.Share(at));
}
