using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building;

/// <summary>What a build changes of what the sheets say; by default nothing.</summary>
public sealed record GtfsBuildOptions
{
    /// <summary>A time zone of the TZ database in place of the feed's, or null. Times of day stay; they count in this zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>First day of service in place of the feed's, or null.</summary>
    public ServiceDate? ValidFrom { get; init; }

    /// <summary>Last day of service in place of the feed's, or null.</summary>
    public ServiceDate? ValidTo { get; init; }
}
