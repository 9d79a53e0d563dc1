using System.Runtime.CompilerServices;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>What many readers of one state need and the state itself does not hold; made once, when the first asks.</summary>
internal sealed class SnapshotIndex(HubSnapshot state)
{
    private readonly Lazy<ILookup<DeviceId, TripSnapshot>> tripsByVehicle = new(() => state.Trips.ToLookup(t => t.Vehicle));
    private readonly Lazy<int> matched = new(() => state.Vehicles.Count(v => v.Trip is not null));

    /// <summary>The state.</summary>
    public HubSnapshot State => state;

    /// <summary>How many vehicles have a trip.</summary>
    public int MatchedVehicles => this.matched.Value;

    /// <summary>The runs of a vehicle: the present one and those that follow in its block.</summary>
    public IEnumerable<TripSnapshot> TripsOf(DeviceId vehicle) => this.tripsByVehicle.Value[vehicle];

    /// <summary>One index for each state alive, shared by its readers.</summary>
    internal sealed class Cache
    {
        private readonly ConditionalWeakTable<HubSnapshot, SnapshotIndex> indexes = [];

        /// <summary>The index of a state.</summary>
        public SnapshotIndex Of(HubSnapshot state) => this.indexes.GetValue(state, static s => new SnapshotIndex(s));
    }
}
