using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// All that is known of a feed at one moment; immutable, shared by every reader without a lock.
/// Indexes in it (trips, routes, stops) are those of its own <see cref="Schedule"/>.
/// </summary>
public sealed class HubSnapshot
{
    /// <summary>Counts the states of this run of the hub, from 1; 0 is the empty state before the first.</summary>
    public required long Sequence { get; init; }

    /// <summary>The feed.</summary>
    public required FeedId Feed { get; init; }

    /// <summary>When the state was made, by the clock of the records (the hub's own clock when live).</summary>
    public required Timestamp CreatedAt { get; init; }

    /// <summary>The static feed that all indexes refer to.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Vehicles in the order of their ids.</summary>
    public required ImmutableArray<VehicleSnapshot> Vehicles { get; init; }

    /// <summary>Runs in the order of <see cref="TripInstance.CompareTo"/>.</summary>
    public required ImmutableArray<TripSnapshot> Trips { get; init; }

    /// <summary>Runs of the timetable that are due and that no vehicle is known to serve, as far as they are in doubt; in the same order.</summary>
    public ImmutableArray<UnseenRun> Unseen { get; init; } = [];

    /// <summary>Runs with stop times of their own, which the timetable does not have, in the order of their keys.</summary>
    public ImmutableArray<ExtraRun> ExtraRuns { get; init; } = [];

    /// <summary>Patterns that run by headway and of which departures were seen, in the order of their indexes.</summary>
    public ImmutableArray<HeadwayForecast> Headways { get; init; } = [];

    /// <summary>What is made of the learned model, by span of time ahead; empty: there is none.</summary>
    public ImmutableArray<ModelShare> ModelShares { get; init; } = [];

    /// <summary>What became of the newest passages at counting lines that vehicles of the timetable cross, the newest last.</summary>
    public ImmutableArray<PassageSnapshot> Passages { get; init; } = [];

    /// <summary>Cameras at such lines, in the order of their ids, as far as anything is known of them.</summary>
    public ImmutableArray<CameraSnapshot> Cameras { get; init; } = [];

    /// <summary>Stops of whose waiting riders something is known, in the order of their indexes.</summary>
    public ImmutableArray<StopCrowding> Crowding { get; init; } = [];

    /// <summary>Links of which it is known how freely traffic moves there, in the order of their indexes.</summary>
    public ImmutableArray<CongestedLink> Congestion { get; init; } = [];

    /// <summary>What other agencies tell riders, in the ordinal order of the ids. What operators and the hub itself tell stands beside the states.</summary>
    public ImmutableArray<ServiceAlert> UpstreamAlerts { get; init; } = [];

    /// <summary>What differs from the state with the sequence before.</summary>
    public required SnapshotChanges Changes { get; init; }

    /// <summary>The state before anything was received.</summary>
    public static HubSnapshot Empty(FeedId feed, Schedule schedule, Timestamp at) => new()
    {
        Sequence = 0,
        Feed = feed,
        CreatedAt = at,
        Schedule = schedule,
        Vehicles = [],
        Trips = [],
        Changes = SnapshotChanges.None,
    };

    /// <summary>The vehicle, or null.</summary>
    public VehicleSnapshot? FindVehicle(DeviceId id) => Find(this.Vehicles, id, static v => v.Id);

    /// <summary>The run, or null.</summary>
    public TripSnapshot? FindTrip(TripInstance trip) => Find(this.Trips, trip, static t => t.Trip);

    /// <summary>The doubt about a run, or null.</summary>
    public UnseenRun? FindUnseen(TripInstance trip) => Find(this.Unseen, trip, static u => u.Trip);

    /// <summary>The run with its own stop times, or null.</summary>
    public ExtraRun? FindExtra(ExtraRunKey key) => Find(this.ExtraRuns, key, static r => r.Key);

    /// <summary>What is known of a pattern's departures, or null.</summary>
    public HeadwayForecast? FindHeadway(int pattern) => Find(this.Headways, pattern, static h => h.Pattern);

    /// <summary>What is known of those who wait at a stop, or null.</summary>
    public StopCrowding? FindCrowding(int stop) => Find(this.Crowding, stop, static c => c.Stop);

    private static T? Find<T, TKey>(ImmutableArray<T> sorted, TKey key, Func<T, TKey> keyOf)
        where T : class
        where TKey : IComparable<TKey>
    {
        int low = 0;
        int high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int order = keyOf(sorted[middle]).CompareTo(key);
            if (order == 0)
            {
                return sorted[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}

/// <summary>What changed from one state to the next.</summary>
/// <param name="Vehicles">New or changed vehicles.</param>
/// <param name="Trips">New or changed runs.</param>
/// <param name="RemovedVehicles">Vehicles that are gone.</param>
/// <param name="RemovedTrips">Runs that are gone.</param>
public sealed record SnapshotChanges(
    ImmutableArray<VehicleSnapshot> Vehicles,
    ImmutableArray<TripSnapshot> Trips,
    ImmutableArray<DeviceId> RemovedVehicles,
    ImmutableArray<TripInstance> RemovedTrips)
{
    /// <summary>Nothing.</summary>
    public static SnapshotChanges None { get; } = new([], [], [], []);

    /// <summary>Runs that came into doubt, or into another kind of it.</summary>
    public ImmutableArray<UnseenRun> Unseen { get; init; } = [];

    /// <summary>Runs that are no longer in doubt: a vehicle was found, or they are over.</summary>
    public ImmutableArray<TripInstance> RemovedUnseen { get; init; } = [];

    /// <summary>Stops of whose waiting riders something new is known.</summary>
    public ImmutableArray<StopCrowding> Crowding { get; init; } = [];

    /// <summary>Indexes of stops of which nothing is known any more.</summary>
    public ImmutableArray<int> RemovedCrowding { get; init; } = [];

    /// <summary>New or changed runs with their own stop times.</summary>
    public ImmutableArray<ExtraRun> ExtraRuns { get; init; } = [];

    /// <summary>Runs with their own stop times that are gone.</summary>
    public ImmutableArray<ExtraRunKey> RemovedExtraRuns { get; init; } = [];

    /// <summary>True when nothing changed.</summary>
    public bool IsEmpty => this.Count == 0;

    /// <summary>How many vehicles, runs, doubts and stops changed or are gone.</summary>
    public int Count => this.Vehicles.Length + this.Trips.Length + this.Unseen.Length + this.Crowding.Length
        + this.RemovedVehicles.Length + this.RemovedTrips.Length + this.RemovedUnseen.Length + this.RemovedCrowding.Length
        + this.ExtraRuns.Length + this.RemovedExtraRuns.Length;
}
