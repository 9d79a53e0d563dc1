using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What a reader is to be told, and what it holds then.</summary>
internal readonly record struct WatchShown(WatchDelta Delta, WatchHeld Held);

/// <summary>What readers with a filter are shown of states and changes. It holds nothing itself, so that one serves all equal readers.</summary>
internal sealed class WatchView(WatchFilter filter)
{
    /// <summary>
    /// True when the reader can go on from a cursor. Where entities match by other entities, what the reader held
    /// then cannot be told from the changes since, and it gets a new snapshot.
    /// </summary>
    public bool CanResume => !filter.CrossesEntities;

    /// <summary>True when all readers are shown the same changes, whatever they hold.</summary>
    public bool ShowsAll => filter.IsEmpty;

    /// <summary>All that matches; replaces what the reader holds.</summary>
    public WatchShown Restart(SnapshotIndex index)
    {
        HubSnapshot state = index.State;
        if (filter.IsEmpty)
        {
            return new WatchShown(new WatchDelta(state.Vehicles, state.Trips, [], []) { Unseen = state.Unseen, Crowding = state.Crowding, ExtraRuns = state.ExtraRuns }, WatchHeld.None);
        }

        var delta = new WatchDelta([.. state.Vehicles.Where(v => filter.Matches(v, index))], [.. state.Trips.Where(t => filter.Matches(t, index))], [], [])
        {
            Unseen = [.. state.Unseen.Where(u => filter.Matches(u, state.Schedule))],
            Crowding = [.. state.Crowding.Where(c => filter.Matches(c, state.Schedule))],
            ExtraRuns = [.. state.ExtraRuns.Where(r => filter.Matches(r, state))],
        };
        return new WatchShown(delta, new WatchHeld(
            [.. delta.Vehicles.Select(v => v.Id)], [.. delta.Trips.Select(t => t.Trip)], [.. delta.Unseen.Select(u => u.Trip)],
            [.. delta.Crowding.Select(c => c.Stop)], [.. delta.ExtraRuns.Select(r => r.Key)]));
    }

    /// <summary>
    /// The first changes of a reader that comes back. What changed and does not match is removed whether or not the
    /// reader held it: removing what is not there changes nothing.
    /// </summary>
    public WatchShown Resume(SnapshotIndex index, SnapshotChanges changes)
    {
        if (filter.IsEmpty)
        {
            return PassOn(changes);
        }

        WatchHeld held = this.Restart(index).Held;
        return new WatchShown(
            new WatchDelta(
                [.. changes.Vehicles.Where(v => held.Vehicles.Contains(v.Id))],
                [.. changes.Trips.Where(t => held.Trips.Contains(t.Trip))],
                [.. changes.RemovedVehicles, .. changes.Vehicles.Where(v => !held.Vehicles.Contains(v.Id)).Select(v => v.Id)],
                [.. changes.RemovedTrips, .. changes.Trips.Where(t => !held.Trips.Contains(t.Trip)).Select(t => t.Trip)])
            {
                Unseen = [.. changes.Unseen.Where(u => held.Unseen.Contains(u.Trip))],
                RemovedUnseen = changes.RemovedUnseen,
                Crowding = [.. changes.Crowding.Where(c => held.Crowding.Contains(c.Stop))],
                RemovedCrowding = changes.RemovedCrowding,
                ExtraRuns = [.. changes.ExtraRuns.Where(r => held.Extra.Contains(r.Key))],
                RemovedExtraRuns = [.. changes.RemovedExtraRuns, .. changes.ExtraRuns.Where(r => !held.Extra.Contains(r.Key)).Select(r => r.Key)],
            },
            held);
    }

    /// <summary>What the changes up to a state mean for a reader.</summary>
    /// <param name="before">What it holds.</param>
    /// <param name="index">The state.</param>
    /// <param name="changes">The changes since the state where it held that.</param>
    public WatchShown Apply(WatchHeld before, SnapshotIndex index, SnapshotChanges changes)
    {
        if (filter.IsEmpty)
        {
            return PassOn(changes);
        }

        HeldSet<TripInstance> unseen = new(before.Unseen);
        HeldSet<int> crowding = new(before.Crowding);
        HeldSet<DeviceId> vehicles = new(before.Vehicles);
        HeldSet<TripInstance> trips = new(before.Trips);
        HeldSet<ExtraRunKey> extra = new(before.Extra);
        (List<VehicleSnapshot> shownVehicles, List<DeviceId> goneVehicles) = this.ApplyVehicles(vehicles, index, changes);
        (List<TripSnapshot> shownTrips, List<TripInstance> goneTrips) = this.ApplyTrips(trips, index, changes);
        (List<ExtraRun> shownExtra, List<ExtraRunKey> goneExtra) = this.ApplyExtra(extra, index, changes);
        var delta = new WatchDelta(shownVehicles, shownTrips, goneVehicles, goneTrips)
        {
            // A run in doubt matches for good or never, and so does a stop.
            Unseen = [.. changes.Unseen.Where(u => filter.Matches(u, index.State.Schedule))],
            RemovedUnseen = [.. changes.RemovedUnseen.Where(unseen.Remove)],
            Crowding = [.. changes.Crowding.Where(c => filter.Matches(c, index.State.Schedule))],
            RemovedCrowding = [.. changes.RemovedCrowding.Where(crowding.Remove)],
            ExtraRuns = shownExtra,
            RemovedExtraRuns = goneExtra,
        };
        foreach (UnseenRun run in delta.Unseen)
        {
            unseen.Add(run.Trip);
        }

        foreach (StopCrowding stop in delta.Crowding)
        {
            crowding.Add(stop.Stop);
        }

        return new WatchShown(delta, new WatchHeld(vehicles.Now, trips.Now, unseen.Now, crowding.Now, extra.Now));
    }

    private static WatchShown PassOn(SnapshotChanges changes) => new(
        new WatchDelta(changes.Vehicles, changes.Trips, changes.RemovedVehicles, changes.RemovedTrips)
        {
            Unseen = changes.Unseen,
            RemovedUnseen = changes.RemovedUnseen,
            Crowding = changes.Crowding,
            RemovedCrowding = changes.RemovedCrowding,
            ExtraRuns = changes.ExtraRuns,
            RemovedExtraRuns = changes.RemovedExtraRuns,
        },
        WatchHeld.None);

    /// <summary>There are few, so all that were shown are looked at again: a vehicle that moves may take one along.</summary>
    private (List<ExtraRun> Shown, List<ExtraRunKey> Gone) ApplyExtra(HeldSet<ExtraRunKey> held, SnapshotIndex index, SnapshotChanges changes)
    {
        HubSnapshot state = index.State;
        List<ExtraRun> shown = [.. state.ExtraRuns.Where(r => filter.Matches(r, state) && (!held.Contains(r.Key) || changes.ExtraRuns.Contains(r)))];
        List<ExtraRunKey> gone = [.. held.Now.Where(key => state.FindExtra(key) is not { } run || !filter.Matches(run, state))];
        shown.ForEach(r => held.Add(r.Key));
        gone.ForEach(key => held.Remove(key));
        return (shown, gone);
    }

    private (List<VehicleSnapshot> Shown, List<DeviceId> Gone) ApplyVehicles(HeldSet<DeviceId> held, SnapshotIndex index, SnapshotChanges changes)
    {
        List<VehicleSnapshot> shown = [];
        List<DeviceId> gone = [.. changes.RemovedVehicles.Where(held.Remove)];
        foreach (VehicleSnapshot vehicle in changes.Vehicles)
        {
            if (filter.Matches(vehicle, index))
            {
                held.Add(vehicle.Id);
                shown.Add(vehicle);
            }
            else if (held.Remove(vehicle.Id))
            {
                gone.Add(vehicle.Id);
            }
        }

        if (!filter.FindsVehiclesByTrips)
        {
            return (shown, gone);
        }

        // A trip that is gone or changed hands does not say whose it was, so all are looked at; few vehicles still call at one stop.
        List<DeviceId> left = [.. held.Now.Where(id => index.State.FindVehicle(id) is not { } vehicle || !filter.Matches(vehicle, index))];
        left.ForEach(id => held.Remove(id));
        gone.AddRange(left);
        foreach (DeviceId id in changes.Trips.Where(t => t.HasVehicle).Select(t => t.Vehicle))
        {
            if (!held.Contains(id) && index.State.FindVehicle(id) is { } entering && filter.Matches(entering, index))
            {
                held.Add(id);
                shown.Add(entering);
            }
        }

        return (shown, gone);
    }

    private (List<TripSnapshot> Shown, List<TripInstance> Gone) ApplyTrips(HeldSet<TripInstance> held, SnapshotIndex index, SnapshotChanges changes)
    {
        List<TripSnapshot> shown = [];
        List<TripInstance> gone = [.. changes.RemovedTrips.Where(held.Remove)];
        foreach (TripSnapshot trip in changes.Trips)
        {
            if (filter.Matches(trip, index))
            {
                held.Add(trip.Trip);
                shown.Add(trip);
            }
            else if (held.Remove(trip.Trip))
            {
                gone.Add(trip.Trip);
            }
        }

        if (!filter.FindsTripsByVehicles)
        {
            return (shown, gone);
        }

        // Only with a vehicle that changed or went can a run that did not change enter or leave.
        foreach (VehicleSnapshot vehicle in changes.Vehicles)
        {
            this.ApplyRuns(vehicle.Id, held, index, shown, gone);
        }

        foreach (DeviceId vehicle in changes.RemovedVehicles)
        {
            this.ApplyRuns(vehicle, held, index, shown, gone);
        }

        return (shown, gone);
    }

    private void ApplyRuns(DeviceId vehicle, HeldSet<TripInstance> held, SnapshotIndex index, List<TripSnapshot> shown, List<TripInstance> gone)
    {
        foreach (TripSnapshot trip in index.TripsOf(vehicle))
        {
            bool isWanted = filter.Matches(trip, index);
            if (isWanted && !held.Contains(trip.Trip))
            {
                held.Add(trip.Trip);
                shown.Add(trip);
            }
            else if (!isWanted && held.Remove(trip.Trip))
            {
                gone.Add(trip.Trip);
            }
        }
    }
}
