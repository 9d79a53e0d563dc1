using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Replay;

/// <summary>What <c>transithub replay</c> was asked for, checked.</summary>
internal sealed record ReplayOptions
{
    /// <summary>The feed in snapshots; topics of other feeds are refused.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>The static feed, a zip or a folder.</summary>
    public required string Gtfs { get; init; }

    /// <summary>The recording.</summary>
    public required string Input { get; init; }

    /// <summary>Its format, as named on the command line.</summary>
    public required string Format { get; init; }

    /// <summary>The folder that takes the results.</summary>
    public required string Out { get; init; }

    /// <summary>Seconds from one snapshot to the next, 1 to 86,400; default 30, in which consumers ask for a feed.</summary>
    public int EverySeconds { get; init; } = 30;

    /// <summary>The first moment of which a snapshot is written; null: the recording's first. Earlier rows count, so that the state is warm.</summary>
    public Timestamp? From { get; init; }

    /// <summary>The last moment of which a snapshot is written; null: the recording's last. Later rows are not read.</summary>
    public Timestamp? To { get; init; }

    /// <summary>
    /// Records listed for each reason in rejected-records.csv, 0 to 1,000,000; default 1,000: enough to see what is wrong,
    /// little enough to open.
    /// </summary>
    public int ListedPerReason { get; init; } = 1000;

    /// <summary>Whether automatic alerts are published; without, they would be proposed to operators, of whom a replay has none.</summary>
    public bool PublishAlerts { get; init; }

    /// <summary>The devices file of cameras and counters; null: none.</summary>
    public string? Devices { get; init; }

    /// <summary>Folder of a learned model; null or empty: the formula alone.</summary>
    public string? Model { get; init; }
}
