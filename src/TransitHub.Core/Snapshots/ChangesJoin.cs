using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Snapshots;

/// <summary>Joins the changes of successive states so that only the last word on each vehicle, run, doubt and stop remains.</summary>
internal static class ChangesJoin
{
    /// <summary>Joins in order; deterministic: entities come in the order in which they were first touched.</summary>
    public static SnapshotChanges Join(ReadOnlySpan<SnapshotChanges> steps)
    {
        var vehicles = new LastWords<DeviceId, VehicleSnapshot>();
        var trips = new LastWords<TripInstance, TripSnapshot>();
        var unseen = new LastWords<TripInstance, UnseenRun>();
        var crowding = new LastWords<int, StopCrowding>();
        var extra = new LastWords<ExtraRunKey, ExtraRun>();
        foreach (SnapshotChanges step in steps)
        {
            foreach (VehicleSnapshot vehicle in step.Vehicles)
            {
                vehicles.Set(vehicle.Id, vehicle);
            }

            foreach (TripSnapshot trip in step.Trips)
            {
                trips.Set(trip.Trip, trip);
            }

            foreach (UnseenRun run in step.Unseen)
            {
                unseen.Set(run.Trip, run);
            }

            foreach (StopCrowding stop in step.Crowding)
            {
                crowding.Set(stop.Stop, stop);
            }

            extra.Take(step.ExtraRuns, r => r.Key, step.RemovedExtraRuns);
            foreach (DeviceId id in step.RemovedVehicles)
            {
                vehicles.Set(id, null);
            }

            foreach (TripInstance trip in step.RemovedTrips)
            {
                trips.Set(trip, null);
            }

            foreach (TripInstance trip in step.RemovedUnseen)
            {
                unseen.Set(trip, null);
            }

            foreach (int stop in step.RemovedCrowding)
            {
                crowding.Set(stop, null);
            }
        }

        return new SnapshotChanges([.. vehicles.Present], [.. trips.Present], [.. vehicles.Removed], [.. trips.Removed])
        {
            Unseen = [.. unseen.Present],
            RemovedUnseen = [.. unseen.Removed],
            Crowding = [.. crowding.Present],
            RemovedCrowding = [.. crowding.Removed],
            ExtraRuns = [.. extra.Present],
            RemovedExtraRuns = [.. extra.Removed],
        };
    }

    private sealed class LastWords<TKey, TValue>
        where TKey : notnull
        where TValue : class
    {
        private readonly Dictionary<TKey, int> places = [];
        private readonly List<KeyValuePair<TKey, TValue?>> words = [];

        public IEnumerable<TValue> Present => this.words.Where(w => w.Value is not null).Select(w => w.Value!);

        public IEnumerable<TKey> Removed => this.words.Where(w => w.Value is null).Select(w => w.Key);

        public void Take(ImmutableArray<TValue> changed, Func<TValue, TKey> keyOf, ImmutableArray<TKey> removed)
        {
            foreach (TValue value in changed)
            {
                this.Set(keyOf(value), value);
            }

            foreach (TKey key in removed)
            {
                this.Set(key, null);
            }
        }

        public void Set(TKey key, TValue? value)
        {
            ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(this.places, key, out bool known);
            if (known)
            {
                this.words[place] = KeyValuePair.Create(key, value);
            }
            else
            {
                place = this.words.Count;
                this.words.Add(KeyValuePair.Create(key, value));
            }
        }
    }
}
