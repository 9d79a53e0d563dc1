using Google.Protobuf;
using TransitHub.Core.Devices;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Core.Tests.Upstream;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>A shard whose states are made up by chance, with what each tells of the one before.</summary>
internal sealed class MadeUpShard(int number, Schedule schedule, int seed)
{
    public static readonly FeedId Feed = FeedId.Parse("street");
    private readonly Random chance = new(seed);
    private readonly StateTables tables = new(
        Feed, schedule, new UpstreamRuns(schedule, new FusionOptions(), new FusionTally(new RejectionLedger())), ownGoesFirst: true, VehicleBook.Empty,
        new Dispatcher(schedule, new FusionOptions(), new VehicleTracks(), static _ => { }, static _ => { }));
    private HubSnapshot? before;

    public HubSnapshot State => this.before!;

    /// <summary>The next state; the first is told as a whole, and any other when a test wants it.</summary>
    public ShardTold Next(bool whole = false)
    {
        Timestamp now = Timestamp.FromUnixSeconds(1_772_400_000 + (this.before?.Sequence ?? 0));
        for (int i = this.chance.Next(4); i >= 0; i--)
        {
            this.Change(now.AddMilliseconds(this.chance.Next(5)));
        }

        HubSnapshot next = this.tables.Take(
            now, this.chance.Next(2) == 0 ? [] : [new ModelShare("0-3", this.chance.Next(3) / 2.0)],
            [.. Enumerable.Range(0, this.chance.Next(3)).Select(i => Passage(now.AddSeconds(i)))],
            [new CameraSnapshot(DeviceId.Parse("camera"), 1.5, 0.1, this.chance.Next(3), 0)],
            [.. Enumerable.Range(0, 5).Where(_ => this.chance.Next(2) == 0).Select(link => new CongestedLink(link, 1, 1, 3, 0, now))]);
        ShardChanges changes = ShardChanges.Of(next, whole ? null : this.before);
        this.before = next;
        return new ShardTold(number, next.Sequence, changes);
    }

    public static TripInstance Trip(int index) => new(index, ServiceDate.From(2026, 3, 2), 28_800);

    public static UnseenRun Doubt(int trip, RunState state) => new() { Trip = Trip(trip), State = state, Since = default, Probability = 0.5f };

    public static TripSnapshot Served(int trip, Timestamp at, bool isCurrent = true) =>
        new() { Trip = Trip(trip), Vehicle = DeviceId.Parse("bus"), IsCurrent = isCurrent, MeasuredAt = at, Stops = [] };

    private static PassageSnapshot Passage(Timestamp at) =>
        new() { Device = DeviceId.Parse("camera"), Channel = "in", Class = "bus", At = at, State = PassageState.NoRun };

    private void ChangeAlert(Timestamp at)
    {
        DeviceId agency = DeviceId.Parse("agency-" + number);
        string id = "a" + this.chance.Next(4);
        if (this.chance.Next(3) == 0)
        {
            this.tables.Upstream.Alerts.Forget(agency, id);
            return;
        }

        FeedEntity entity = ToldAlert.Entity(id, "stop " + schedule.Stops.Id(this.chance.Next(schedule.Stops.Count)));
        this.tables.Upstream.Alerts.Take(new UpstreamEntity { Device = agency, ReceivedAt = at, MeasuredAt = at, Entity = entity.ToByteArray() }, entity);
    }

    private void Change(Timestamp at)
    {
        this.ChangeAlert(at);
        int trip = this.chance.Next(schedule.Trips.Count);
        DeviceId bus = DeviceId.Parse("bus-" + this.chance.Next(12));
        switch (this.chance.Next(9))
        {
            case 0:
                this.tables.Vehicles.Remove(bus);
                break;
            case 1:
                this.tables.Trips.Set(Served(trip, at, this.chance.Next(2) == 0));
                this.tables.Unseen.Remove(Trip(trip));
                break;
            case 2:
                this.tables.Trips.Remove(Trip(trip));
                break;
            case 3:
                this.tables.Unseen.Set(Doubt(trip, (RunState)this.chance.Next(1, 4)));
                this.tables.Trips.Remove(Trip(trip));
                break;
            case 4:
                this.tables.Unseen.Remove(Trip(trip));
                break;
            case 5:
                this.tables.Crowding.Set(new StopCrowding { Stop = trip, MeasuredAt = at, Waiting = new(1, 0, 2), Level = CrowdingLevel.Light, Trend = CrowdingTrend.Steady });
                break;
            case 6:
                this.tables.Crowding.Remove(trip);
                break;
            case 7:
                this.tables.Headways.Set(new HeadwayForecast { Pattern = trip, LastDeparture = at, MeanSeconds = 600, Shape = 4, Gaps = 2 });
                break;
            default:
                this.tables.Vehicles.Set(new VehicleSnapshot { Id = bus, Latitude = 13.7, Longitude = 100.5, MeasuredAt = at, ReceivedAt = at, Phase = VehiclePhase.InService });
                break;
        }
    }
}
