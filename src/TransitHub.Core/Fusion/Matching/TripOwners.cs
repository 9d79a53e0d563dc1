using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>Which vehicle has which run: one vehicle a run, and a vehicle that runs it now goes before one that will later.</summary>
internal sealed class TripOwners
{
    private readonly Dictionary<TripInstance, VehicleTrack> owners = [];

    /// <summary>True when another vehicle runs it and says so itself.</summary>
    public bool IsNamed(TripInstance trip, VehicleTrack seeker) =>
        this.owners.TryGetValue(trip, out VehicleTrack? owner) && owner != seeker && !owner.IsFound;

    /// <summary>True when another vehicle's block has the run next.</summary>
    public bool IsForeseen(TripInstance trip, VehicleTrack seeker) =>
        this.owners.TryGetValue(trip, out VehicleTrack? owner) && owner != seeker && owner.NextRun?.Trip == trip;

    /// <summary>The vehicle that has the run now, as its present one; null when it is free or only foreseen.</summary>
    public VehicleTrack? Holder(TripInstance trip) =>
        this.owners.TryGetValue(trip, out VehicleTrack? owner) && owner.Run?.Trip == trip ? owner : null;

    /// <summary>The vehicle that has the run in any way.</summary>
    public VehicleTrack? Owner(TripInstance trip) => this.owners.GetValueOrDefault(trip);

    public void Set(TripInstance trip, VehicleTrack owner) => this.owners[trip] = owner;

    public void Release(TripInstance trip, VehicleTrack owner)
    {
        if (this.owners.TryGetValue(trip, out VehicleTrack? present) && present == owner)
        {
            this.owners.Remove(trip);
        }
    }
}
