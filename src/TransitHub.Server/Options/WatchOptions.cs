using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Streams to readers: gRPC Watch and <c>/v1/stream</c>.</summary>
internal sealed class WatchOptions
{
    /// <summary>Seconds without an event after which a heartbeat is sent, 1 to 300: proxies cut silent connections after 30 to 60.</summary>
    [Range(1, 300)]
    public int HeartbeatSeconds { get; set; } = 10;

    /// <summary>Streams open at once over all feeds, 1 to 100,000; one more is refused. What each costs is in benchmarks/results/readers.md.</summary>
    [Range(1, 100_000)]
    public int MaxSubscribers { get; set; } = 5000;

    /// <summary>
    /// Vehicles and trips in one event, 1 to 10,000; more are sent as several events. 200 trips of 150 stops are about 2 MB, and
    /// gRPC clients refuse more than 4 MB unless told otherwise.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxBatchEntities { get; set; } = 200;

    /// <summary>
    /// Seconds in which a reader must take an event, 1 to 600; who takes nothing for longer is cut off. Until then it holds a place and what could not be sent. The default lets a telephone
    /// through a tunnel, and readers at 20 KB a second take the largest events.
    /// </summary>
    [Range(1, 600)]
    public int StalledSeconds { get; set; } = 60;

    /// <summary>Ids in each list of a filter, 1 to 100,000; a request with more is refused.</summary>
    [Range(1, 100_000)]
    public int MaxFilterIds { get; set; } = 1000;
}
