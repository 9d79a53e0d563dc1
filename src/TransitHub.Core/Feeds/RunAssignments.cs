using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Which vehicle the TripUpdates feed names for each run. A position may name a run only if this agrees: two feeds that
/// disagree on who runs a trip are an error to their readers.
/// </summary>
internal sealed class RunAssignments
{
    private readonly Dictionary<TripInstance, DeviceId> vehicles = [];
    private readonly HashSet<TripInstance> reassigned = [];

    /// <summary>Starts the next round: forgets which runs were reassigned in the last.</summary>
    public void BeginRound() => this.reassigned.Clear();

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        this.vehicles.Clear();
        this.reassigned.Clear();
    }

    /// <summary>Notes a run that is gone, new or changed.</summary>
    public void Note(TripSnapshot? before, TripSnapshot? after)
    {
        DeviceId? named = NamedBy(after);
        if (NamedBy(before) == named)
        {
            return;
        }

        TripInstance run = (after ?? before!).Trip;
        this.reassigned.Add(run);
        if (named is DeviceId vehicle)
        {
            this.vehicles[run] = vehicle;
        }
        else
        {
            this.vehicles.Remove(run);
        }
    }

    /// <summary>Whether the vehicle's run came to another vehicle, or was new or gone, in this round.</summary>
    public bool MayHaveChangedFor(VehicleSnapshot vehicle) =>
        this.reassigned.Count > 0 && vehicle.Trip is TripInstance run && this.reassigned.Contains(run);

    /// <summary>Whether the run has predictions that name this vehicle; a trip in one feed only is a fault to readers who join both.</summary>
    public bool Allows(DeviceId vehicle, TripInstance run) => this.vehicles.TryGetValue(run, out DeviceId assigned) && assigned == vehicle;

    /// <summary>The vehicle of the run's TripUpdate; null where there is none, as without any stop.</summary>
    private static DeviceId? NamedBy(TripSnapshot? trip) => trip is null || trip.Stops.IsEmpty ? null : trip.Vehicle;
}
