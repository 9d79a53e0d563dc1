using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Merging;

/// <summary>How feeds are merged.</summary>
public sealed record MergeOptions
{
    /// <summary>Every id gets its feed's name in front. Default false: only ids that mean another thing in an earlier feed do.</summary>
    public bool PrefixAll { get; init; }

    /// <summary>Stops of several feeds that are one place become one station. Default false: they stay as they are.</summary>
    public bool MakeStations { get; init; }

    /// <summary>The second feed is the upcoming version of the first: same ids, and no day is served by both. Default false.</summary>
    public bool IsUpcoming { get; init; }

    /// <summary>First day of the upcoming version; null, the default: its first day of service.</summary>
    public ServiceDate? SwitchDate { get; init; }

    /// <summary>feed_publisher_name; null, the default: the first feed's.</summary>
    public string? PublisherName { get; init; }

    /// <summary>feed_publisher_url; null, the default: the first feed's.</summary>
    public string? PublisherUrl { get; init; }

    /// <summary>Meters within which stops of one name are one place, above 0 up to 500; default 100, a large junction.</summary>
    public double StationMeters { get; init; } = 100;
}
