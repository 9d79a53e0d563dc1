using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>
/// A feed's state made of what its shards tell: a function of what was taken in, in its order, so that all who take in the same have equal states and equal
/// changes under each sequence. With one shard it is that shard's state. One thread uses it; the states it gives are for all.
/// </summary>
public sealed class MergedState
{
    private readonly FeedId feed;
    private readonly Schedule schedule;
    private readonly WithdrawnRuns withdrawn = new();
    private readonly SortedDictionary<int, ShardPlace> places = [];
    private readonly MergedDoubts unseen;
    private readonly MergedTable<DeviceId, VehicleSnapshot> vehicles = new(v => v.Id, (a, b) => a.ReceivedAt.CompareTo(b.ReceivedAt));
    private readonly MergedTable<TripInstance, TripSnapshot> trips;
    private readonly MergedTable<ExtraRunKey, ExtraRun> extraRuns = new(r => r.Key, (a, b) => (a.HasPredictions, a.MeasuredAt).CompareTo((b.HasPredictions, b.MeasuredAt)));
    private readonly MergedTable<int, HeadwayForecast> headways = new(h => h.Pattern, (a, b) => (a.LastDeparture, a.Gaps).CompareTo((b.LastDeparture, b.Gaps)));
    private readonly MergedTable<int, StopCrowding> crowding = new(c => c.Stop, (a, b) => a.MeasuredAt.CompareTo(b.MeasuredAt));
    private readonly MergedTable<DeviceId, CameraSnapshot> cameras = new(c => c.Device, (a, b) => a.ClockSamples.CompareTo(b.ClockSamples));
    private readonly MergedTable<int, CongestedLink> congestion = new(l => l.Link, (a, b) => (a.MeasuredAt, a.Samples).CompareTo((b.MeasuredAt, b.Samples)));

    private bool areAlertsNew;

    /// <summary>Starts with the empty state.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed. What a shard tells of another version does not count: until it tells of this one, it has nothing.</param>
    public MergedState(FeedId feed, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (this.feed, this.schedule) = (feed, schedule);
        this.unseen = new MergedDoubts(schedule);
        this.trips = new MergedTable<TripInstance, TripSnapshot>(t => t.Trip, Compare, this.withdrawn.Contains);
        this.Current = HubSnapshot.Empty(feed, schedule, default);
    }

    /// <summary>The newest state.</summary>
    public HubSnapshot Current { get; private set; }

    /// <summary>The shards that have told something, in order.</summary>
    public IEnumerable<int> Shards => this.places.Keys;

    /// <summary>Shards whose newest word is of another static feed than this one, each with its version: they have nothing here. The others have what they told. In order.</summary>
    public IReadOnlyList<(int Shard, string ScheduleVersion)> OnOtherVersions =>
        [.. this.places.Where(p => !p.Value.IsHere).Select(p => (p.Key, p.Value.ScheduleVersion))];

    /// <summary>The last number that a shard told; 0: none.</summary>
    public long PlaceOf(int shard) => this.places.GetValueOrDefault(shard)?.Number ?? 0;

    /// <summary>Whether something follows what its shard told before: the next number, or a whole. If it does not, something between is missing.</summary>
    public bool CanTake(ShardTold told)
    {
        ArgumentNullException.ThrowIfNull(told.Changes);
        return told.Changes.IsWhole || !told.Changes.IsOf(this.schedule)
            || (this.places.TryGetValue(told.Shard, out ShardPlace? place) && place.IsHere && told.Number == place.Number + 1);
    }

    /// <summary>Takes in what shards told.</summary>
    /// <param name="sequence">The new state's.</param>
    /// <param name="told">What they told, in the order in which it counts.</param>
    /// <returns>The new state. Its changes are those from the one before.</returns>
    /// <exception cref="ArgumentException">Something does not follow what its shard told before; see <see cref="CanTake"/>. This state is in no usable form then.</exception>
    public HubSnapshot Apply(long sequence, IReadOnlyList<ShardTold> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        foreach (ShardTold one in told)
        {
            this.Take(one);
        }

        (var changedVehicles, var removedVehicles) = this.vehicles.Merge();
        (var changedUnseen, var removedUnseen) = this.unseen.Merge();
        (var changedExtra, var removedExtra) = this.extraRuns.Merge();
        this.trips.Touch(this.withdrawn.Renew(this.unseen.Current, this.extraRuns.Current));
        (var changedTrips, var removedTrips) = this.trips.Merge();
        (var changedCrowding, var removedCrowding) = this.crowding.Merge();
        this.headways.Merge();
        this.cameras.Merge();
        this.congestion.Merge();
        return this.Current = new HubSnapshot
        {
            Sequence = sequence,
            Feed = this.feed,
            CreatedAt = this.places.Values.Select(p => p.CreatedAt).DefaultIfEmpty().Max(),
            Schedule = this.schedule,
            Vehicles = this.vehicles.Current,
            Trips = this.trips.Current,
            Unseen = this.unseen.Current,
            ExtraRuns = this.extraRuns.Current,
            Headways = this.headways.Current,
            Crowding = this.crowding.Current,
            Cameras = this.cameras.Current,
            Congestion = this.congestion.Current,
            Passages = this.MergePassages(),
            ModelShares = this.MergeShares(),
            UpstreamAlerts = this.MergeAlerts(),
            Changes = new SnapshotChanges(changedVehicles, changedTrips, removedVehicles, removedTrips)
            {
                Unseen = changedUnseen,
                RemovedUnseen = removedUnseen,
                Crowding = changedCrowding,
                RemovedCrowding = removedCrowding,
                ExtraRuns = changedExtra,
                RemovedExtraRuns = removedExtra,
            },
        };
    }

    /// <summary>All that shards have told, each as a whole: a new one that takes it in goes on as this one does.</summary>
    public IReadOnlyList<ShardTold> Save() => [.. this.places.Select(p => new ShardTold(p.Key, p.Value.Number, new ShardChanges
    {
        CreatedAt = p.Value.CreatedAt,
        ScheduleVersion = p.Value.ScheduleVersion,
        ScheduleHash = p.Value.ScheduleHash,
        IsWhole = true,
        Vehicles = new(this.vehicles.Of(p.Key), []),
        Trips = new(this.trips.Of(p.Key), []),
        Unseen = new(this.unseen.Of(p.Key), []),
        ExtraRuns = new(this.extraRuns.Of(p.Key), []),
        Headways = new(this.headways.Of(p.Key), []),
        Crowding = new(this.crowding.Of(p.Key), []),
        Cameras = new(this.cameras.Of(p.Key), []),
        Congestion = new(this.congestion.Of(p.Key), []),
        Passages = p.Value.Passages,
        ModelShares = p.Value.ModelShares,
        UpstreamAlerts = p.Value.UpstreamAlerts,
    }))];

    private static int Compare(TripSnapshot a, TripSnapshot b) => (a.Upstream is null, a.IsCurrent, a.HasVehicle, a.MeasuredAt).CompareTo((b.Upstream is null, b.IsCurrent, b.HasVehicle, b.MeasuredAt));

    private void Take(ShardTold one)
    {
        if (!this.CanTake(one))
        {
            throw new ArgumentException($"What shard {one.Shard} of {this.feed} told under {one.Number} does not follow {this.PlaceOf(one.Shard)}: a whole is missing.", nameof(one));
        }

        if (!this.places.TryGetValue(one.Shard, out ShardPlace? place))
        {
            this.places[one.Shard] = place = new ShardPlace();
        }

        ShardChanges changes = one.Changes.IsOf(this.schedule)
            ? one.Changes
            : new ShardChanges { CreatedAt = one.Changes.CreatedAt, ScheduleVersion = one.Changes.ScheduleVersion, ScheduleHash = one.Changes.ScheduleHash, IsWhole = true, Passages = [], ModelShares = [], UpstreamAlerts = [] };
        place.Number = one.Number;
        (place.ScheduleVersion, place.ScheduleHash, place.IsHere) = (changes.ScheduleVersion, changes.ScheduleHash, changes.IsOf(this.schedule));
        place.CreatedAt = changes.CreatedAt;
        place.Passages = changes.Passages ?? place.Passages;
        place.ModelShares = changes.ModelShares ?? place.ModelShares;
        this.areAlertsNew |= changes.UpstreamAlerts is not null;
        place.UpstreamAlerts = changes.UpstreamAlerts ?? place.UpstreamAlerts;
        this.vehicles.Take(one.Shard, changes.Vehicles, changes.IsWhole);
        this.trips.Take(one.Shard, changes.Trips, changes.IsWhole);
        this.unseen.Take(one.Shard, changes);
        this.extraRuns.Take(one.Shard, changes.ExtraRuns ?? new([], []), changes.IsWhole);
        this.headways.Take(one.Shard, changes.Headways, changes.IsWhole);
        this.crowding.Take(one.Shard, changes.Crowding, changes.IsWhole);
        this.cameras.Take(one.Shard, changes.Cameras, changes.IsWhole);
        this.congestion.Take(one.Shard, changes.Congestion, changes.IsWhole);
    }

    /// <summary>A shard's own stay in its order; those of several are put in that of time.</summary>
    private ImmutableArray<PassageSnapshot> MergePassages()
    {
        PassageSnapshot[][] all = [.. this.places.Values.Select(p => p.Passages).Where(p => p.Length > 0)];
        return all.Length == 1 ? [.. all[0]] : [.. all.SelectMany(p => p).OrderBy(p => p.At)];
    }

    /// <summary>Each shard judges the model by its own arrivals; together they have the mean.</summary>
    private ImmutableArray<ModelShare> MergeShares()
    {
        ModelShare[][] all = [.. this.places.Values.Select(p => p.ModelShares).Where(s => s.Length > 0)];
        return all.Length == 1
            ? [.. all[0]]
            : [.. all.SelectMany(s => s).GroupBy(s => s.Minutes, StringComparer.Ordinal).Select(s => new ModelShare(s.Key, s.Average(one => one.Share)))];
    }

    /// <summary>A source's are of one shard; one that went over to another stays in the lower one until it grows old there.</summary>
    private ImmutableArray<ServiceAlert> MergeAlerts()
    {
        if (!this.areAlertsNew)
        {
            return this.Current.UpstreamAlerts;
        }

        this.areAlertsNew = false;
        return [.. this.places.Values.SelectMany(p => p.UpstreamAlerts).DistinctBy(a => a.Id, StringComparer.Ordinal).OrderBy(a => a.Id, StringComparer.Ordinal)];
    }

    /// <summary>How far a shard has come, and what it has besides tables.</summary>
    private sealed class ShardPlace
    {
        public long Number { get; set; }

        public string ScheduleVersion { get; set; } = string.Empty;

        public string? ScheduleHash { get; set; }

        /// <summary>Whether its newest word is of this static feed.</summary>
        public bool IsHere { get; set; }

        public Timestamp CreatedAt { get; set; }

        public PassageSnapshot[] Passages { get; set; } = [];

        public ModelShare[] ModelShares { get; set; } = [];

        public ServiceAlert[] UpstreamAlerts { get; set; } = [];
    }
}
