using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Makes the GTFS-Realtime feeds of one feed's snapshots. Call it with each new snapshot and, where none comes, once a
/// second: it hands the same <see cref="FeedBytes"/> again until something changed or the last is old enough to be
/// refreshed. The rules are in the README of this folder. For one thread at a time; the results are for all.
/// </summary>
public sealed class FeedSetEncoder
{
    private readonly VehiclePositionsEncoder vehicleEncoder;
    private readonly TripUpdatesEncoder tripEncoder;
    private readonly FeedOptions options;
    private readonly RunAssignments assignments = new();
    private readonly OutsideVehicles outside = new();
    private readonly EntityCache<VehicleSnapshot> vehicles;
    private readonly EntityCache<TripSnapshot> trips;
    private readonly EntityCache<UnseenRun> unseen;
    private readonly EntityCache<ExtraRun> extraRuns;
    private readonly List<EncodedEntity> runs = [];
    private readonly FeedPublication positions;
    private readonly FeedPublication positionsOnTrips;
    private readonly FeedPublication updates;
    private readonly FeedPublication updatesForGoogle;
    private readonly DetourOverlay detours;
    private readonly EntityCache<ServiceAlert> alertEntities;
    private readonly FeedPublication alerts;
    private Schedule schedule = Schedule.Empty;
    private long latest;
    private FeedSet? last;
    private long lastRenewal;

    /// <summary>Starts without anything published.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public FeedSetEncoder(FeedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Check() is [string wrong, ..])
        {
            throw new ArgumentException(wrong, nameof(options));
        }

        this.options = options;
        ProtobufWriter writer = new();
        this.vehicleEncoder = new VehiclePositionsEncoder(writer, this.assignments, this.outside);
        this.tripEncoder = new TripUpdatesEncoder(writer, options, this.outside);
        this.vehicles = new EntityCache<VehicleSnapshot>(
            (a, b) => a.Id.CompareTo(b.Id), vehicle => this.vehicleEncoder.Encode(this.schedule, vehicle, this.latest));
        this.trips = new EntityCache<TripSnapshot>(
            (a, b) => a.Trip.CompareTo(b.Trip), trip => this.tripEncoder.Encode(this.schedule, trip, this.latest));
        this.unseen = new EntityCache<UnseenRun>(
            (a, b) => a.Trip.CompareTo(b.Trip), run => this.tripEncoder.EncodeUnseen(this.schedule, run, this.latest));
        this.extraRuns = new EntityCache<ExtraRun>(
            (a, b) => a.Key.CompareTo(b.Key), run => this.tripEncoder.EncodeExtra(this.schedule, run, this.latest));
        AlertsEncoder alertsEncoder = new(writer);
        this.alertEntities = new EntityCache<ServiceAlert>(
            (a, b) => string.CompareOrdinal(a.Id, b.Id), alert => alertsEncoder.Encode(this.schedule, alert));
        this.positions = new FeedPublication(options);
        this.positionsOnTrips = new FeedPublication(options);
        this.updates = new FeedPublication(options);
        this.updatesForGoogle = new FeedPublication(options);
        this.detours = new DetourOverlay(writer);
        this.alerts = new FeedPublication(options);
    }

    /// <summary>
    /// The feeds as of now. A header timestamp names one content only and never falls: what changes within the second (or
    /// the operator's longer interval) of the last renewal waits for a later call, for all feeds alike so that they
    /// agree, and a clock that goes back makes them stand still until it has caught up.
    /// </summary>
    /// <param name="snapshot">The newest state.</param>
    /// <param name="now">The clock of the records; taken as the snapshot's own time if earlier.</param>
    public FeedSet Encode(HubSnapshot snapshot, Timestamp now) => this.Encode(snapshot, [], now);

    /// <summary>The same with alerts.</summary>
    /// <param name="snapshot">The newest state.</param>
    /// <param name="alerts">What riders are told, in the ordinal order of ids, none over; an alert that did not change is the same object.</param>
    /// <param name="now">The clock of the records; taken as the snapshot's own time if earlier.</param>
    public FeedSet Encode(HubSnapshot snapshot, ImmutableArray<ServiceAlert> alerts, Timestamp now) => this.Encode(snapshot, new RiderWord(alerts, []), now);

    /// <summary>The same with detours.</summary>
    /// <param name="snapshot">The newest state.</param>
    /// <param name="told">What riders are told; an alert that did not change is the same object.</param>
    /// <param name="now">The clock of the records; taken as the snapshot's own time if earlier.</param>
    public FeedSet Encode(HubSnapshot snapshot, RiderWord told, Timestamp now)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        long second = Math.Max(now.UnixSeconds, snapshot.CreatedAt.UnixSeconds);
        if (this.last is not null && second - this.lastRenewal < this.options.MinIntervalSeconds)
        {
            return this.last;
        }

        this.latest = second;
        this.TakeSchedule(snapshot.Schedule);
        this.assignments.BeginRound();
        this.outside.Update(snapshot.Schedule, snapshot.Vehicles);
        ImmutableArray<TripSnapshot> runs = this.detours.Take(snapshot.Schedule, snapshot.Trips, told.Detours, second);
        this.trips.Update(runs, trip => this.outside.HasChangedFor(trip.Vehicle), this.assignments.Note);
        this.unseen.Update(snapshot.Unseen, mustRenew: null, onChange: null);
        this.extraRuns.Update(snapshot.ExtraRuns, mustRenew: null, this.assignments.Note);
        this.vehicles.Update(snapshot.Vehicles, this.assignments.MayHaveChangedFor, onChange: null);
        this.alertEntities.Update(told.Alerts, mustRenew: null, onChange: null);
        return this.Publish(snapshot.Schedule.Version);
    }

    private FeedSet Publish(string version)
    {
        ReadOnlySpan<EncodedEntity> runs = this.Runs();
        FeedBytes updates = this.updates.Publish(runs, FeedCut.All, version, this.latest);
        FeedSet feeds = new(
            this.positions.Publish(this.vehicles.Entities, FeedCut.All, version, this.latest),
            this.positionsOnTrips.Publish(this.vehicles.Entities, FeedCut.Google, version, this.latest),
            updates,
            this.options.GoogleOwnEtas.Count > 0 || this.detours.WasUsed ? this.updatesForGoogle.Publish(runs, FeedCut.Google, version, this.latest) : updates,
            this.alerts.Publish(this.alertEntities.Entities, FeedCut.All, version, this.latest));
        if (this.last?.IsSameAs(feeds) != true)
        {
            this.last = feeds;
            this.lastRenewal = this.latest;
        }

        return this.last;
    }

    /// <summary>Runs with vehicles, then those called canceled, then those with their own stop times: no run is two of them. Behind them what detours make of them.</summary>
    private ReadOnlySpan<EncodedEntity> Runs()
    {
        if (this.unseen.Entities.IsEmpty && this.extraRuns.Entities.IsEmpty && this.detours.Entities.Count == 0)
        {
            return this.trips.Entities;
        }

        this.runs.Clear();
        this.runs.AddRange(this.trips.Entities);
        this.runs.AddRange(this.unseen.Entities);
        this.runs.AddRange(this.extraRuns.Entities);
        this.runs.AddRange(this.options.TripModifications ? this.detours.Entities : []);
        return CollectionsMarshal.AsSpan(this.runs);
    }

    /// <summary>Indexes of another schedule mean other trips and stops: nothing encoded before holds.</summary>
    private void TakeSchedule(Schedule next)
    {
        if (!ReferenceEquals(this.schedule, next))
        {
            this.schedule = next;
            this.vehicles.Clear();
            this.trips.Clear();
            this.unseen.Clear();
            this.extraRuns.Clear();
            this.alertEntities.Clear();
            this.assignments.Clear();
        }
    }
}
