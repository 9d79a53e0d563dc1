using TransitHub.Core.Devices;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;

namespace TransitHub.Archive;

/// <summary>The feed whose log is rolled into days.</summary>
public sealed record ArchiveSource
{
    /// <summary>Its id.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>Its static feed, which has its zone; <see cref="Schedule.Empty"/>: no stops visited are known, and days are UTC's.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>The settings by which stops visited are worked out.</summary>
    public FusionOptions Fusion { get; init; } = new();

    /// <summary>Its counting devices; null: none are described.</summary>
    public DeviceRegistry? Devices { get; init; }

    /// <summary>Makes the gate of a log that has records as they came in, as those of shards; null: the log has what a gate let through.</summary>
    public Func<ObservationGate>? Gate { get; init; }

    /// <summary>Whether stops visited are worked out.</summary>
    public bool StopVisits { get; init; } = true;
}
