using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What one reader is to be told: the newest value of each entity that entered or changed, and what left.</summary>
internal sealed record WatchDelta(
    IReadOnlyList<VehicleSnapshot> Vehicles,
    IReadOnlyList<TripSnapshot> Trips,
    IReadOnlyList<DeviceId> RemovedVehicles,
    IReadOnlyList<TripInstance> RemovedTrips)
{
    /// <summary>Nothing.</summary>
    public static WatchDelta None { get; } = new([], [], [], []);

    /// <summary>Runs in doubt.</summary>
    public IReadOnlyList<UnseenRun> Unseen { get; init; } = [];

    /// <summary>Runs that are no longer in doubt.</summary>
    public IReadOnlyList<TripInstance> RemovedUnseen { get; init; } = [];

    /// <summary>The crowding at stops.</summary>
    public IReadOnlyList<StopCrowding> Crowding { get; init; } = [];

    /// <summary>Indexes of stops of whose waiting riders nothing is known any more.</summary>
    public IReadOnlyList<int> RemovedCrowding { get; init; } = [];

    /// <summary>Runs with their own stop times.</summary>
    public IReadOnlyList<ExtraRun> ExtraRuns { get; init; } = [];

    /// <summary>Runs with their own stop times that are gone.</summary>
    public IReadOnlyList<ExtraRunKey> RemovedExtraRuns { get; init; } = [];

    /// <summary>How many entities it speaks of.</summary>
    public int Count => this.Vehicles.Count + this.Trips.Count + this.Unseen.Count + this.Crowding.Count
        + this.RemovedVehicles.Count + this.RemovedTrips.Count + this.RemovedUnseen.Count + this.RemovedCrowding.Count
        + this.ExtraRuns.Count + this.RemovedExtraRuns.Count;
}
