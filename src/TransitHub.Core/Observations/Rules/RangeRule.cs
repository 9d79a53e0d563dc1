using TransitHub.Gtfs;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// A position lies on Earth, not at 0, 0 (what a receiver without a fix reports), and within the feed's own extent and its margin. A fixed
/// box would drop whole countries unseen; the feed knows where it is.
/// </summary>
internal sealed class RangeRule
{
    /// <summary>Meters in a degree of latitude, on a sphere of the Earth's mean radius.</summary>
    public const double MetersPerDegree = 111_195;

    /// <summary>Degrees around 0, 0: a kilometer of open sea, no stop is near.</summary>
    private const double NullIsland = 0.01;

    private readonly GeoExtent? box;
    private readonly string described;

    /// <summary>Widens the extent by the margin.</summary>
    /// <param name="extent">Where the feed's stops and shapes lie; null or empty: anywhere.</param>
    /// <param name="marginMeters">Meters around it.</param>
    public RangeRule(GeoExtent? extent, double marginMeters)
    {
        this.described = "on Earth";
        if (extent is { IsEmpty: false } e)
        {
            double latitude = marginMeters / MetersPerDegree;
            double nearestPole = Math.Min(89, Math.Max(Math.Abs(e.South), Math.Abs(e.North)) + latitude);
            double longitude = latitude / Math.Cos(nearestPole * Math.PI / 180);
            this.box = new GeoExtent(e.South - latitude, e.West - longitude, e.North + latitude, e.East + longitude);
            this.described = $"{this.box.Value.South:F3} to {this.box.Value.North:F3}, {this.box.Value.West:F3} to {this.box.Value.East:F3}";
        }
    }

    /// <summary>What is wrong; null when the position is in range.</summary>
    public string? Fault(AvlReport report)
    {
        bool isOnEarth = report.Latitude is >= -90 and <= 90 && report.Longitude is >= -180 and <= 180;
        bool isNullIsland = Math.Abs(report.Latitude) < NullIsland && Math.Abs(report.Longitude) < NullIsland;
        return isOnEarth && !isNullIsland && this.IsInBox(report.Latitude, report.Longitude)
            ? null
            : $"position {report.Latitude:F5}, {report.Longitude:F5}; expected {this.described}{(isNullIsland ? ", not 0, 0" : string.Empty)}";
    }

    /// <summary>A box near the antimeridian may reach past 180 degrees, where the same place has another number.</summary>
    private bool IsInBox(double latitude, double longitude) =>
        this.box is not { } b
        || (latitude >= b.South && latitude <= b.North
            && ((longitude >= b.West && longitude <= b.East)
                || longitude + 360 <= b.East
                || longitude - 360 >= b.West));
}
