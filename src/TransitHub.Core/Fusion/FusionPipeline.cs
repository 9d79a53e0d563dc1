using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion;

/// <summary>
/// Turns observations into what is known of a feed's vehicles and runs. A pure function of the records
/// it was given: no clock, no chance, no input or output, so that live, replay and recovery agree.
/// One thread uses it; what it hands out (<see cref="TakeSnapshot"/>) is immutable.
/// </summary>
public sealed class FusionPipeline
{
    private readonly FeedId feed;
    private readonly Schedule schedule;
    private readonly FusionOptions options;
    private readonly RejectionLedger ledger;
    private readonly Dictionary<DeviceId, VehicleTrack> tracks = [];
    private readonly List<VehicleTrack> changed = [];
    private readonly SnapshotTable<DeviceId, VehicleSnapshot> vehicles = new(v => v.Id);
    private readonly SnapshotTable<TripInstance, TripSnapshot> trips = new(t => t.Trip);
    private Timestamp now;
    private long sequence;
    private long processed;
    private long unmatched;
    private long ignored;

    /// <summary>Starts knowing nothing.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed; <see cref="Schedule.Empty"/> leaves every vehicle unmatched.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="ledger">Counts the reports left without a run, by reason.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public FusionPipeline(FeedId feed, Schedule schedule, FusionOptions options, RejectionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ledger);
        if (options.Check() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        this.feed = feed;
        this.schedule = schedule;
        this.options = options;
        this.ledger = ledger;
    }

    /// <summary>What was done so far.</summary>
    public FusionCounters Counters => new(
        this.processed, this.processed - this.unmatched, this.unmatched, this.ignored, 0, this.tracks.Count, this.trips.Current.Length);

    /// <summary>Takes one accepted observation; they come in the order of <see cref="Observation.ReceivedAt"/>.</summary>
    public void Process(Observation observation)
    {
        if (observation is not AvlReport report)
        {
            this.ignored++;
            return;
        }

        this.processed++;
        if (this.FindOrAdd(report.Device) is not { } track)
        {
            this.Count(RejectionReason.TooManyDevices);
            return;
        }

        track.Last = report;
        track.Phase = VehiclePhase.Unmatched;
        track.UnmatchedReason = RejectionReason.NoSchedule;
        this.Count(track.UnmatchedReason);
        this.Touch(track);
    }

    /// <summary>A timer record: lets the passing of time take effect (silence, removal, departures that came due).</summary>
    public void Advance(Timestamp now)
    {
        if (now <= this.now)
        {
            return;
        }

        this.now = now;
        foreach (VehicleTrack track in this.tracks.Values)
        {
            double silence = track.SilenceSeconds(now);
            if (silence >= this.options.RemoveAfterSeconds)
            {
                this.tracks.Remove(track.Id);
                this.vehicles.Remove(track.Id);
            }
            else if (silence >= this.options.LostAfterSeconds && track.Phase != VehiclePhase.Lost)
            {
                track.Phase = VehiclePhase.Lost;
                this.Touch(track);
            }
        }
    }

    /// <summary>The next state; what did not change since the last one is the same object.</summary>
    /// <param name="now">The moment the state stands for.</param>
    public HubSnapshot TakeSnapshot(Timestamp now)
    {
        this.Advance(now);
        foreach (VehicleTrack track in this.changed)
        {
            track.IsChanged = false;
            if (this.tracks.ContainsKey(track.Id))
            {
                this.vehicles.Set(VehicleView.Of(track));
            }
        }

        this.changed.Clear();
        (var changedVehicles, var removedVehicles) = this.vehicles.Apply();
        (var changedTrips, var removedTrips) = this.trips.Apply();
        return new HubSnapshot
        {
            Sequence = ++this.sequence,
            Feed = this.feed,
            CreatedAt = now,
            Schedule = this.schedule,
            Vehicles = this.vehicles.Current,
            Trips = this.trips.Current,
            Changes = new SnapshotChanges(changedVehicles, changedTrips, removedVehicles, removedTrips),
        };
    }

    private VehicleTrack? FindOrAdd(DeviceId id)
    {
        if (!this.tracks.TryGetValue(id, out VehicleTrack? track) && this.tracks.Count < this.options.MaxVehicles)
        {
            track = new VehicleTrack(id);
            this.tracks.Add(id, track);
        }

        return track;
    }

    private void Count(RejectionReason reason)
    {
        this.unmatched++;
        this.ledger.Count(reason);
    }

    private void Touch(VehicleTrack track)
    {
        if (!track.IsChanged)
        {
            track.IsChanged = true;
            this.changed.Add(track);
        }
    }
}
