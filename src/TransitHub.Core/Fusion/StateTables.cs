using System.Collections.Immutable;
using TransitHub.Core.Devices;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>What readers will see, as it changes between two states: vehicles, runs, runs in doubt, headways, crowding.</summary>
internal sealed class StateTables(FeedId feed, Schedule schedule, UpstreamRuns upstream, bool ownGoesFirst, VehicleBook described, Dispatcher dispatcher)
{
    private readonly RunOverlay overlay = new(ownGoesFirst);
    private readonly OrderedRuns ordered = new(schedule);
    private long sequence;

    /// <summary>What other agencies foretell; joined with the hub's own where a state is taken.</summary>
    public UpstreamRuns Upstream => upstream;

    public SnapshotTable<DeviceId, VehicleSnapshot> Vehicles { get; } = new(v => v.Id);

    public SnapshotTable<TripInstance, TripSnapshot> Trips { get; } = new(t => t.Trip);

    public SnapshotTable<TripInstance, UnseenRun> Unseen { get; } = new(u => u.Trip);

    /// <summary>Runs with their own stop times, whoever tells of them.</summary>
    public SnapshotTable<ExtraRunKey, ExtraRun> ExtraRuns => dispatcher.ExtraRuns;

    public SnapshotTable<int, HeadwayForecast> Headways { get; } = new(h => h.Pattern);

    /// <summary>The operators' hand.</summary>
    public Dispatcher Dispatcher => dispatcher;

    public SnapshotTable<int, StopCrowding> Crowding { get; } = new(c => c.Stop);

    /// <summary>The next state has the sequence behind this one.</summary>
    public void ContinueAfter(long sequence) => this.sequence = sequence;

    /// <summary>Takes what another agency or an operator says of runs; true: it was of use.</summary>
    public bool TakeTold(Observation told) => told switch
    {
        UpstreamEntity entity => upstream.Take(entity),
        ServiceChanges changes => dispatcher.Take(changes),
        _ => false,
    };

    /// <summary>Takes over what is known of a vehicle and its runs.</summary>
    /// <param name="track">The vehicle.</param>
    /// <param name="trips">Makes what readers see of a run.</param>
    /// <param name="present">The present, Unix seconds.</param>
    public void Show(VehicleTrack track, TripView trips, double present)
    {
        VehicleSnapshot? former = track.Snapshot;
        if (VehicleView.Of(track, described.Find(track.Id)) is var snapshot && snapshot != former)
        {
            this.Vehicles.Set(snapshot);
        }

        this.ShowRuns(track, trips, present);
    }

    /// <summary>Takes over what is known of its runs alone: nobody knows where a vehicle is that only cameras see.</summary>
    public void ShowRuns(VehicleTrack track, TripView trips, double present)
    {
        this.Show(track, track.Run, trips, present);
        this.Show(track, track.NextRun, trips, present);
    }

    /// <summary>Closes the changes since the last state into the next one.</summary>
    /// <param name="now">The moment it stands for.</param>
    /// <param name="shares">What a learned model has a say of.</param>
    /// <param name="passages">What became of the newest passages at counting lines.</param>
    /// <param name="clocks">What is known of the cameras' clocks.</param>
    /// <param name="congestion">How freely traffic moves on links.</param>
    public HubSnapshot Take(
        Timestamp now, ImmutableArray<ModelShare> shares, ImmutableArray<PassageSnapshot> passages, ImmutableArray<CameraSnapshot> clocks, ImmutableArray<CongestedLink> congestion)
    {
        dispatcher.Advance(now);
        (var changedVehicles, var removedVehicles) = this.Vehicles.Apply();
        upstream.Advance(now);
        (var changedTrips, var removedTrips) = this.Trips.Apply();
        (var changedUnseen, var removedUnseen) = this.Unseen.Apply();
        (var shownTrips, var shownUnseen) = this.overlay.Put(
            new(this.Trips.Current, changedTrips, removedTrips), new(this.Unseen.Current, changedUnseen, removedUnseen), upstream);
        upstream.Extras.Show(this.ExtraRuns);
        (var changedExtra, var removedExtra) = this.ExtraRuns.Apply();
        (shownTrips, shownUnseen) = this.ordered.Put(shownTrips, shownUnseen, dispatcher.Orders, this.ExtraRuns.Current);
        (var changedCrowding, var removedCrowding) = this.Crowding.Apply();
        this.Headways.Apply();
        return new HubSnapshot
        {
            Sequence = ++this.sequence,
            Feed = feed,
            CreatedAt = now,
            Schedule = schedule,
            Vehicles = this.Vehicles.Current,
            Trips = shownTrips.Current,
            Unseen = shownUnseen.Current,
            ExtraRuns = this.ExtraRuns.Current,
            Headways = this.Headways.Current,
            Crowding = this.Crowding.Current,
            ModelShares = shares,
            Passages = passages,
            Cameras = clocks,
            Congestion = congestion,
            UpstreamAlerts = upstream.Alerts.List(),
            Changes = new SnapshotChanges(changedVehicles, shownTrips.Changed, removedVehicles, shownTrips.Removed)
            {
                Unseen = shownUnseen.Changed,
                RemovedUnseen = shownUnseen.Removed,
                Crowding = changedCrowding,
                RemovedCrowding = removedCrowding,
                ExtraRuns = changedExtra,
                RemovedExtraRuns = removedExtra,
            },
        };
    }

    private void Show(VehicleTrack track, RunTrack? run, TripView trips, double present)
    {
        if (run is null)
        {
            return;
        }

        TripSnapshot? former = run.Snapshot;
        if (!run.HasExpectations && !IsStillShown(track, run))
        {
            if (former is not null)
            {
                run.Snapshot = null;
                this.Trips.Remove(run.Trip);
            }
        }
        else if (trips.Of(track, run, present) is var snapshot && snapshot != former)
        {
            this.Trips.Set(snapshot);
        }
    }

    /// <summary>
    /// A finished run keeps its last stop's fact while its vehicle is shown on it: who reads both feeds would otherwise find a
    /// vehicle on a trip that nobody knows of.
    /// </summary>
    private static bool IsStillShown(VehicleTrack track, RunTrack run) =>
        run == track.Run && run.IsComplete && track.UnmatchedReason == RejectionReason.None && !double.IsNaN(run.Arrived[run.LastStop]);
}
