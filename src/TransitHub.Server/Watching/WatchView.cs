using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>
/// What one reader holds. With a filter an entity also leaves by ceasing to match, which the hub's own changes do
/// not say; so the view remembers which entities it has shown. One thread uses it.
/// </summary>
internal sealed class WatchView(WatchFilter filter)
{
    private readonly HashSet<DeviceId> vehicles = [];
    private readonly HashSet<TripInstance> trips = [];
    private readonly HashSet<TripInstance> unseen = [];
    private readonly HashSet<int> crowding = [];
    private readonly HashSet<ExtraRunKey> extra = [];

    /// <summary>
    /// True when the reader can go on from a cursor. Where entities match by other entities, what the reader held
    /// then cannot be told from the changes since, and it gets a new snapshot.
    /// </summary>
    public bool CanResume => !filter.CrossesEntities;

    /// <summary>All that matches; replaces what the reader holds.</summary>
    public WatchDelta Restart(SnapshotIndex index)
    {
        if (filter.IsEmpty)
        {
            return new WatchDelta(index.State.Vehicles, index.State.Trips, [], []) { Unseen = index.State.Unseen, Crowding = index.State.Crowding, ExtraRuns = index.State.ExtraRuns };
        }

        this.Take(index);
        return new WatchDelta(
            [.. index.State.Vehicles.Where(v => this.vehicles.Contains(v.Id))], [.. index.State.Trips.Where(t => this.trips.Contains(t.Trip))], [], [])
        {
            Unseen = [.. index.State.Unseen.Where(u => filter.Matches(u, index.State.Schedule))],
            Crowding = [.. index.State.Crowding.Where(c => filter.Matches(c, index.State.Schedule))],
            ExtraRuns = [.. index.State.ExtraRuns.Where(r => this.extra.Contains(r.Key))],
        };
    }

    /// <summary>
    /// The first changes of a reader that comes back. What changed and does not match is removed whether or not the
    /// reader held it: removing what is not there changes nothing.
    /// </summary>
    public WatchDelta Resume(SnapshotIndex index, SnapshotChanges changes)
    {
        if (filter.IsEmpty)
        {
            return PassOn(changes);
        }

        this.Take(index);
        return new WatchDelta(
            [.. changes.Vehicles.Where(v => this.vehicles.Contains(v.Id))],
            [.. changes.Trips.Where(t => this.trips.Contains(t.Trip))],
            [.. changes.RemovedVehicles, .. changes.Vehicles.Where(v => !this.vehicles.Contains(v.Id)).Select(v => v.Id)],
            [.. changes.RemovedTrips, .. changes.Trips.Where(t => !this.trips.Contains(t.Trip)).Select(t => t.Trip)])
        {
            Unseen = this.UnseenOf(index, changes),
            RemovedUnseen = changes.RemovedUnseen,
            Crowding = this.CrowdingOf(index, changes),
            RemovedCrowding = changes.RemovedCrowding,
            ExtraRuns = [.. changes.ExtraRuns.Where(r => this.extra.Contains(r.Key))],
            RemovedExtraRuns = [.. changes.RemovedExtraRuns, .. changes.ExtraRuns.Where(r => !this.extra.Contains(r.Key)).Select(r => r.Key)],
        };
    }

    /// <summary>What the changes up to a state mean for the reader.</summary>
    public WatchDelta Apply(SnapshotIndex index, SnapshotChanges changes)
    {
        if (filter.IsEmpty)
        {
            return PassOn(changes);
        }

        (List<VehicleSnapshot> shownVehicles, List<DeviceId> goneVehicles) = this.ApplyVehicles(index, changes);
        (List<TripSnapshot> shownTrips, List<TripInstance> goneTrips) = this.ApplyTrips(index, changes);
        (List<ExtraRun> shownExtra, List<ExtraRunKey> goneExtra) = this.ApplyExtra(index, changes);
        return new WatchDelta(shownVehicles, shownTrips, goneVehicles, goneTrips)
        {
            Unseen = this.UnseenOf(index, changes),
            RemovedUnseen = [.. changes.RemovedUnseen.Where(this.unseen.Remove)],
            Crowding = this.CrowdingOf(index, changes),
            RemovedCrowding = [.. changes.RemovedCrowding.Where(this.crowding.Remove)],
            ExtraRuns = shownExtra,
            RemovedExtraRuns = goneExtra,
        };
    }

    private static WatchDelta PassOn(SnapshotChanges changes) =>
        new(changes.Vehicles, changes.Trips, changes.RemovedVehicles, changes.RemovedTrips)
        {
            Unseen = changes.Unseen,
            RemovedUnseen = changes.RemovedUnseen,
            Crowding = changes.Crowding,
            RemovedCrowding = changes.RemovedCrowding,
            ExtraRuns = changes.ExtraRuns,
            RemovedExtraRuns = changes.RemovedExtraRuns,
        };

    /// <summary>There are few, so all that were shown are looked at again: a vehicle that moves may take one along.</summary>
    private (List<ExtraRun> Shown, List<ExtraRunKey> Gone) ApplyExtra(SnapshotIndex index, SnapshotChanges changes)
    {
        HubSnapshot state = index.State;
        List<ExtraRun> shown = [.. state.ExtraRuns.Where(r => filter.Matches(r, state) && (!this.extra.Contains(r.Key) || changes.ExtraRuns.Contains(r)))];
        List<ExtraRunKey> gone = [.. this.extra.Where(key => state.FindExtra(key) is not { } held || !filter.Matches(held, state))];
        this.extra.UnionWith(shown.Select(r => r.Key));
        this.extra.ExceptWith(gone);
        return (shown, gone);
    }

    /// <summary>A run in doubt matches for good or never, so what was shown need only be remembered for its removal.</summary>
    private List<UnseenRun> UnseenOf(SnapshotIndex index, SnapshotChanges changes)
    {
        List<UnseenRun> shown = [.. changes.Unseen.Where(u => filter.Matches(u, index.State.Schedule))];
        this.unseen.UnionWith(shown.Select(u => u.Trip));
        return shown;
    }

    /// <summary>A stop matches for good or never, too.</summary>
    private List<StopCrowding> CrowdingOf(SnapshotIndex index, SnapshotChanges changes)
    {
        List<StopCrowding> shown = [.. changes.Crowding.Where(c => filter.Matches(c, index.State.Schedule))];
        this.crowding.UnionWith(shown.Select(c => c.Stop));
        return shown;
    }

    private void Take(SnapshotIndex index)
    {
        this.vehicles.Clear();
        this.trips.Clear();
        this.unseen.Clear();
        this.crowding.Clear();
        this.extra.Clear();
        this.extra.UnionWith(index.State.ExtraRuns.Where(r => filter.Matches(r, index.State)).Select(r => r.Key));
        this.vehicles.UnionWith(index.State.Vehicles.Where(v => filter.Matches(v, index)).Select(v => v.Id));
        this.trips.UnionWith(index.State.Trips.Where(t => filter.Matches(t, index)).Select(t => t.Trip));
        this.unseen.UnionWith(index.State.Unseen.Where(u => filter.Matches(u, index.State.Schedule)).Select(u => u.Trip));
        this.crowding.UnionWith(index.State.Crowding.Where(c => filter.Matches(c, index.State.Schedule)).Select(c => c.Stop));
    }

    private (List<VehicleSnapshot> Shown, List<DeviceId> Gone) ApplyVehicles(SnapshotIndex index, SnapshotChanges changes)
    {
        List<VehicleSnapshot> shown = [];
        List<DeviceId> gone = [.. changes.RemovedVehicles.Where(this.vehicles.Remove)];
        foreach (VehicleSnapshot vehicle in changes.Vehicles)
        {
            if (filter.Matches(vehicle, index))
            {
                this.vehicles.Add(vehicle.Id);
                shown.Add(vehicle);
            }
            else if (this.vehicles.Remove(vehicle.Id))
            {
                gone.Add(vehicle.Id);
            }
        }

        if (!filter.CrossesEntities)
        {
            return (shown, gone);
        }

        gone.AddRange(this.vehicles.Where(id => index.State.FindVehicle(id) is not { } held || !filter.Matches(held, index)));
        this.vehicles.ExceptWith(gone);
        foreach (DeviceId id in changes.Trips.Where(t => t.HasVehicle).Select(t => t.Vehicle))
        {
            if (!this.vehicles.Contains(id) && index.State.FindVehicle(id) is { } entering && filter.Matches(entering, index))
            {
                this.vehicles.Add(id);
                shown.Add(entering);
            }
        }

        return (shown, gone);
    }

    private (List<TripSnapshot> Shown, List<TripInstance> Gone) ApplyTrips(SnapshotIndex index, SnapshotChanges changes)
    {
        List<TripSnapshot> shown = [];
        List<TripInstance> gone = [.. changes.RemovedTrips.Where(this.trips.Remove)];
        foreach (TripSnapshot trip in changes.Trips)
        {
            if (filter.Matches(trip, index))
            {
                this.trips.Add(trip.Trip);
                shown.Add(trip);
            }
            else if (this.trips.Remove(trip.Trip))
            {
                gone.Add(trip.Trip);
            }
        }

        if (!filter.CrossesEntities)
        {
            return (shown, gone);
        }

        gone.AddRange(this.trips.Where(key => index.State.FindTrip(key) is not { } held || !filter.Matches(held, index)));
        this.trips.ExceptWith(gone);
        foreach (TripSnapshot trip in changes.Vehicles.SelectMany(v => index.TripsOf(v.Id)))
        {
            if (!this.trips.Contains(trip.Trip) && filter.Matches(trip, index))
            {
                this.trips.Add(trip.Trip);
                shown.Add(trip);
            }
        }

        return (shown, gone);
    }
}
