using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>How another version of a static feed comes into service while the hub runs.</summary>
internal sealed class StaticOptions
{
    /// <summary>
    /// How often a feed given as a URL is fetched again, minutes, 0 to 10,080; 0: at start alone. Default 60: agencies publish once a day at most. A file or
    /// folder is looked at every five seconds.
    /// </summary>
    [Range(0, 10_080)]
    public double RefreshMinutes { get; set; } = 60;

    /// <summary>
    /// Up to what share of the agencies, stops, routes or trips that kept their meaning may lose their id, percent, 0 to 100; default 5: an agency
    /// renumbers a few, while a feed made anew loses all. Beyond it the version waits for the operator.
    /// </summary>
    [Range(0, 100)]
    public double MaxBrokenIdPercent { get; set; } = 5;

    /// <summary>
    /// The largest zip that an admin may upload (<c>POST /v1/feeds/{feed}/static/versions</c>), megabytes of 1,048,576 bytes, 1 to 4,096; default 256: the largest
    /// national feeds.
    /// </summary>
    [Range(1, 4096)]
    public int MaxUploadMegabytes { get; set; } = 256;

    /// <summary>True: a version with errors is served all the same. Default false: it waits for the operator.</summary>
    public bool AllowErrors { get; set; }
}
