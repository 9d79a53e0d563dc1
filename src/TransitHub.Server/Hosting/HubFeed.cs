using TransitHub.Core.Counting;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Accuracy;
using TransitHub.Server.Alerting;
using TransitHub.Server.Counts;
using TransitHub.Server.Dispatching;
using TransitHub.Server.History;
using TransitHub.Server.Realtime;
using TransitHub.Server.Statics;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>One feed as readers see it: its states, its static versions, its published feeds, its health. Safe for many threads.</summary>
internal sealed class HubFeed
{
    /// <summary>The feed.</summary>
    public FeedId Id => this.Snapshots.Current.Feed;

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Its reports are made up by a simulation.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Its static feed.</summary>
    public Schedule Schedule => this.Snapshots.Current.Schedule;

    /// <summary>Its states.</summary>
    public required SnapshotPublisher Snapshots { get; init; }

    /// <summary>Names the present count of states in cursors. Another one may follow where states come from other processes.</summary>
    public string Epoch => this.EpochNow();

    /// <summary>Gives <see cref="Epoch"/>.</summary>
    public required Func<string> EpochNow { private get; init; }

    /// <summary>What was refused or left without a trip, by reason.</summary>
    public required RejectionLedger Ledger { get; init; }

    /// <summary>Whether it takes and answers.</summary>
    public required Func<FeedReadiness> Readiness { get; init; }

    /// <summary>What was taken and what became of it.</summary>
    public required Func<IntakeCounters> Counters { get; init; }

    /// <summary>Durable batches that wait for fusion.</summary>
    public Func<int> QueuedBatches { get; init; } = static () => 0;

    /// <summary>How many observations of a kind were accepted.</summary>
    public required Func<ObservationKind, long> AcceptedOf { get; init; }

    /// <summary>What fusion has done, as of the newest state.</summary>
    public Func<FusionCounters> Fusion { get; init; } = static () => default;

    /// <summary>What is counted, and how far devices can be trusted.</summary>
    public CountBook Counting => this.CountingNow();

    /// <summary>Gives <see cref="Counting"/>.</summary>
    public required Func<CountBook> CountingNow { private get; init; }

    /// <summary>Its open files of counts.</summary>
    public CountArchive? CountFiles { get; init; }

    /// <summary>Its devices.</summary>
    public required FeedDevices Devices { get; init; }

    /// <summary>The fewest people told of at each stop.</summary>
    public required StopBounds Bounds { get; init; }

    /// <summary>How many devices it knows.</summary>
    public required Func<int> DeviceCount { get; init; }

    /// <summary>Size of its observation log, bytes; null: the log is none of this process's.</summary>
    public required Func<long?> LogBytes { get; init; }

    /// <summary>Its published GTFS-Realtime.</summary>
    public required RealtimeFeeds Realtime { get; init; }

    /// <summary>Its alerts.</summary>
    public required AlertDesk Alerts { get; init; }

    /// <summary>How operators have its service differ from the timetable.</summary>
    public required ChangeDesk Changes { get; init; }

    /// <summary>Its static versions.</summary>
    public required StaticVersions Static { get; init; }

    /// <summary>Where operators ask for another of them; null: this process brings none into service.</summary>
    public StaticRequests? StaticRequests { get; init; }

    /// <summary>Where an admin's uploads of static versions are taken; null: this process takes none.</summary>
    public StaticUploads? StaticUploads { get; init; }

    /// <summary>How its figures went.</summary>
    public FigureHistory History { get; } = new();

    /// <summary>How good its predictions are.</summary>
    public FeedAccuracy Accuracy { get; } = new();

    /// <summary>What many readers of one state need.</summary>
    public SnapshotIndex.Cache Indexes { get; } = new();

    /// <summary>The index of the newest state.</summary>
    public SnapshotIndex Newest => this.Indexes.Of(this.Snapshots.Current);
}
