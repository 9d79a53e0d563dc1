using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Which vehicle the TripUpdates feed names for each run, and where else than planned it calls. A position may name a run only if this agrees: two feeds that
/// disagree on who runs a trip are an error to their readers.
/// </summary>
internal sealed class RunAssignments
{
    private readonly Dictionary<TripInstance, Assignment> runs = [];
    private readonly Dictionary<ExtraRunKey, ExtraRun> extraRuns = [];
    private readonly HashSet<TripInstance> reassigned = [];
    private readonly HashSet<ExtraRunKey> changedExtra = [];

    /// <summary>Starts the next round: forgets which runs were reassigned in the last.</summary>
    public void BeginRound()
    {
        this.reassigned.Clear();
        this.changedExtra.Clear();
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        this.BeginRound();
        this.runs.Clear();
        this.extraRuns.Clear();
    }

    /// <summary>Notes a run that is gone, new or changed.</summary>
    public void Note(TripSnapshot? before, TripSnapshot? after)
    {
        Assignment? named = Assignment.Of(after);
        if (Assignment.Of(before) == named)
        {
            return;
        }

        TripInstance run = (after ?? before!).Trip;
        this.reassigned.Add(run);
        if (named is { } assignment)
        {
            this.runs[run] = assignment;
        }
        else
        {
            this.runs.Remove(run);
        }
    }

    /// <summary>Notes a run with its own stop times that is gone, new or changed.</summary>
    public void Note(ExtraRun? before, ExtraRun? after)
    {
        ExtraRunKey key = (after ?? before!).Key;
        this.changedExtra.Add(key);
        if (after is { HasVehicle: true, HasPredictions: true })
        {
            this.extraRuns[key] = after;
        }
        else
        {
            this.extraRuns.Remove(key);
        }
    }

    /// <summary>Whether the vehicle's run came to another vehicle, or was new or gone, in this round.</summary>
    public bool MayHaveChangedFor(VehicleSnapshot vehicle) =>
        (this.reassigned.Count > 0 && vehicle.Trip is TripInstance run && this.reassigned.Contains(run))
        || (this.changedExtra.Count > 0 && vehicle.ExtraRun is ExtraRunKey key && this.changedExtra.Contains(key));

    /// <summary>Whether the run has predictions that name this vehicle; a trip in one feed only is a fault to readers who join both.</summary>
    public bool Allows(DeviceId vehicle, TripInstance run) => this.runs.TryGetValue(run, out Assignment assigned) && assigned.Vehicle == vehicle;

    /// <summary>Index of the stop where the run calls in the place of the timetable's; null: the timetable's.</summary>
    public int? FindAssignedStop(TripInstance run, int position)
    {
        foreach (AssignedStop stop in this.runs.TryGetValue(run, out Assignment assigned) ? assigned.Stops : [])
        {
            if (stop.Position == position)
            {
                return stop.Stop;
            }
        }

        return null;
    }

    /// <summary>The run with its own stop times whose predictions name this vehicle, or null.</summary>
    public ExtraRun? FindExtra(VehicleSnapshot vehicle) =>
        vehicle.ExtraRun is ExtraRunKey key && this.extraRuns.TryGetValue(key, out ExtraRun? run) && run.Vehicle == vehicle.Id ? run : null;

    /// <summary>What the run's TripUpdate says; there is none without any stop.</summary>
    private readonly record struct Assignment(DeviceId Vehicle, ImmutableArray<AssignedStop> Stops)
    {
        public static Assignment? Of(TripSnapshot? trip) => trip is null || trip.Stops.IsEmpty ? null : new Assignment(trip.Vehicle, trip.AssignedStops);
    }
}
