namespace TransitHub.Server.Watching;

/// <summary>A box of WGS 84 degrees; <paramref name="West"/> may exceed <paramref name="East"/> when it crosses the antimeridian.</summary>
internal readonly record struct GeoBox(double South, double West, double North, double East)
{
    /// <summary>True when the sides are latitudes and longitudes, south not above north.</summary>
    public bool IsValid =>
        this.South is >= -90 and <= 90 && this.North is >= -90 and <= 90 && this.South <= this.North
        && this.West is >= -180 and <= 180 && this.East is >= -180 and <= 180;

    /// <summary>True when the place is inside or on the border.</summary>
    public bool Contains(double latitude, double longitude) =>
        latitude >= this.South && latitude <= this.North
        && (this.West <= this.East
            ? longitude >= this.West && longitude <= this.East
            : longitude >= this.West || longitude <= this.East);
}
