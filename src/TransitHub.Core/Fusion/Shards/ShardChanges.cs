using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// What a shard tells of one of its states to those who follow it: what differs from the state before, or all of it. Immutable. Indexes are those of the
/// static feed that it names.
/// </summary>
public sealed record ShardChanges
{
    /// <summary>When the state was made, by the clock of the shard's records.</summary>
    public required Timestamp CreatedAt { get; init; }

    /// <summary>The version of the static feed that all indexes refer to.</summary>
    public required string ScheduleVersion { get; init; }

    /// <summary>The content hash of that static feed, since agencies give two the same version; null: a hub that does not tell it told this.</summary>
    public string? ScheduleHash { get; init; }

    /// <summary>True: this is all that the shard has, and replaces what it had told.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Vehicles.</summary>
    public Differences<DeviceId, VehicleSnapshot> Vehicles { get; init; } = new([], []);

    /// <summary>Runs.</summary>
    public Differences<TripInstance, TripSnapshot> Trips { get; init; } = new([], []);

    /// <summary>Runs in doubt.</summary>
    public Differences<TripInstance, UnseenRun> Unseen { get; init; } = new([], []);

    /// <summary>Runs with their own stop times; null: a hub that knows of none told this.</summary>
    public Differences<ExtraRunKey, ExtraRun>? ExtraRuns { get; init; } = new([], []);

    /// <summary>Patterns by headway.</summary>
    public Differences<int, HeadwayForecast> Headways { get; init; } = new([], []);

    /// <summary>Stops' waiting riders.</summary>
    public Differences<int, StopCrowding> Crowding { get; init; } = new([], []);

    /// <summary>Cameras.</summary>
    public Differences<DeviceId, CameraSnapshot> Cameras { get; init; } = new([], []);

    /// <summary>Links.</summary>
    public Differences<int, CongestedLink> Congestion { get; init; } = new([], []);

    /// <summary>The newest passages, all of them, the newest last; null: as before.</summary>
    public PassageSnapshot[]? Passages { get; init; }

    /// <summary>What is made of the learned model; null: as before.</summary>
    public ModelShare[]? ModelShares { get; init; }

    /// <summary>Other agencies' alerts, all of them, in the order of their ids; null: as before.</summary>
    public ServiceAlert[]? UpstreamAlerts { get; init; }

    /// <summary>The observations in it for the first time that are followed; null: none. No part of the state.</summary>
    public ShardTrace[]? Followed { get; init; }

    /// <summary>Whether the indexes are those of a static feed.</summary>
    public bool IsOf(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return this.ScheduleVersion == schedule.Version && (this.ScheduleHash is null || this.ScheduleHash == schedule.ContentHash);
    }

    /// <summary>What a state has that the one before had not.</summary>
    /// <param name="state">The state.</param>
    /// <param name="before">The state before it, which those who follow have; null: they have none, and are told all.</param>
    /// <exception cref="ArgumentException"><paramref name="before"/> is not the state before.</exception>
    public static ShardChanges Of(HubSnapshot state, HubSnapshot? before)
    {
        ArgumentNullException.ThrowIfNull(state);
        return before is null || before.Schedule.ContentHash != state.Schedule.ContentHash ? WholeOf(state) : ChangesOf(state, before);
    }

    private static ShardChanges WholeOf(HubSnapshot state) => new()
    {
        CreatedAt = state.CreatedAt,
        ScheduleVersion = state.Schedule.Version,
        ScheduleHash = state.Schedule.ContentHash,
        IsWhole = true,
        Vehicles = new([.. state.Vehicles], []),
        Trips = new([.. state.Trips], []),
        Unseen = new([.. state.Unseen], []),
        ExtraRuns = new([.. state.ExtraRuns], []),
        Headways = new([.. state.Headways], []),
        Crowding = new([.. state.Crowding], []),
        Cameras = new([.. state.Cameras], []),
        Congestion = new([.. state.Congestion], []),
        Passages = [.. state.Passages],
        ModelShares = [.. state.ModelShares],
        UpstreamAlerts = [.. state.UpstreamAlerts],
    };

    private static ShardChanges ChangesOf(HubSnapshot state, HubSnapshot before)
    {
        if (state.Sequence != before.Sequence + 1)
        {
            throw new ArgumentException($"State {state.Sequence} does not follow state {before.Sequence}.", nameof(before));
        }

        SnapshotChanges changes = state.Changes;
        return new ShardChanges
        {
            CreatedAt = state.CreatedAt,
            ScheduleVersion = state.Schedule.Version,
            ScheduleHash = state.Schedule.ContentHash,
            Vehicles = new([.. changes.Vehicles], [.. changes.RemovedVehicles]),
            Trips = new([.. changes.Trips], [.. changes.RemovedTrips]),
            Unseen = new([.. changes.Unseen], [.. changes.RemovedUnseen]),
            Crowding = new([.. changes.Crowding], [.. changes.RemovedCrowding]),
            ExtraRuns = new([.. changes.ExtraRuns], [.. changes.RemovedExtraRuns]),
            Headways = Difference(before.Headways, state.Headways, h => h.Pattern),
            Cameras = Difference(before.Cameras, state.Cameras, c => c.Device),
            Congestion = Difference(before.Congestion, state.Congestion, l => l.Link),
            Passages = before.Passages.SequenceEqual(state.Passages) ? null : [.. state.Passages],
            ModelShares = before.ModelShares.SequenceEqual(state.ModelShares) ? null : [.. state.ModelShares],
            UpstreamAlerts = before.UpstreamAlerts.SequenceEqual(state.UpstreamAlerts) ? null : [.. state.UpstreamAlerts],
        };
    }

    private static Differences<TKey, TValue> Difference<TKey, TValue>(ImmutableArray<TValue> before, ImmutableArray<TValue> now, Func<TValue, TKey> keyOf)
        where TKey : notnull
        where TValue : class
    {
        Dictionary<TKey, TValue> had = before.ToDictionary(keyOf);
        List<TValue> changed = [];
        foreach (TValue value in now)
        {
            if (!had.Remove(keyOf(value), out TValue? former) || !former.Equals(value))
            {
                changed.Add(value);
            }
        }

        return new([.. changed], [.. had.Keys]);
    }
}

/// <summary>How one table of a state differs from that of the state before.</summary>
/// <param name="Changed">New or changed, in the order of the keys.</param>
/// <param name="Removed">The keys of what is gone.</param>
public sealed record Differences<TKey, TValue>(TValue[] Changed, TKey[] Removed);
