using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What many readers of one state need and the state itself does not hold; made once, when the first asks.</summary>
internal sealed class SnapshotIndex(HubSnapshot state)
{
    private readonly Lazy<Grouped> tripsByVehicle = new(() => new Grouped(state));
    private readonly Lazy<int> matched = new(() => state.Vehicles.Count(v => v.Trip is not null));

    /// <summary>The state.</summary>
    public HubSnapshot State => state;

    /// <summary>How many vehicles have a trip.</summary>
    public int MatchedVehicles => this.matched.Value;

    /// <summary>The runs of a vehicle: the present one and those that follow in its block.</summary>
    public ArraySegment<TripSnapshot> TripsOf(DeviceId vehicle) => this.tripsByVehicle.Value.Of(vehicle);

    /// <summary>Trips by vehicle, in the order of the state. It is asked a hundred thousand times a second, and answers without making objects.</summary>
    private sealed class Grouped
    {
        private readonly Dictionary<DeviceId, (int End, int Count)> places = [];
        private readonly TripSnapshot[] trips;

        public Grouped(HubSnapshot state)
        {
            this.trips = new TripSnapshot[state.Trips.Length];
            foreach (TripSnapshot trip in state.Trips)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(this.places, trip.Vehicle, out _).Count++;
            }

            int end = 0;
            foreach (TripSnapshot trip in state.Trips)
            {
                ref (int End, int Count) place = ref CollectionsMarshal.GetValueRefOrNullRef(this.places, trip.Vehicle);
                if (place.End == 0)
                {
                    place.End = end += place.Count;
                }

                this.trips[place.End - place.Count] = trip;
                place.Count--;
            }

            foreach (TripSnapshot trip in this.trips)
            {
                CollectionsMarshal.GetValueRefOrNullRef(this.places, trip.Vehicle).Count++;
            }
        }

        public ArraySegment<TripSnapshot> Of(DeviceId vehicle) =>
            this.places.TryGetValue(vehicle, out (int End, int Count) place) ? new ArraySegment<TripSnapshot>(this.trips, place.End - place.Count, place.Count) : ArraySegment<TripSnapshot>.Empty;
    }

    /// <summary>One index for each state alive, shared by its readers.</summary>
    internal sealed class Cache
    {
        private readonly ConditionalWeakTable<HubSnapshot, SnapshotIndex> indexes = [];

        /// <summary>The index of a state.</summary>
        public SnapshotIndex Of(HubSnapshot state) => this.indexes.GetValue(state, static s => new SnapshotIndex(s));
    }
}
