using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Serving;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Roles.Encoding;
using TransitHub.Server.Roles.Serving;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Roles.Encoding;

public sealed class EncoderRoleTests
{
    private static readonly FeedId City = FeedId.Parse("city");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_that_stops_keeps_the_whole_state_and_the_one_that_waits_goes_on_in_the_same_epoch()
    {
        string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
        var storage = new LocalStorage(folder, new ObservationLogOptions(), TimeProvider.System);
        ShardChanges[] told = [Told(1, isWhole: true), Told(2, isWhole: false)];
        ChangesForm form = new(changes => [(byte)(changes.IsWhole && changes.Vehicles.Changed.Length == 2 ? 2 : 0)], bytes => Read(told, bytes.Span[0]));
        LeaseName shard = LeaseName.OfShard(ShardId.From(City, 0));
        Lease lease = (await storage.Leases.TryAcquireAsync(shard, "shard", TimeSpan.FromHours(1), Cancel))!;
        await using EncoderRole first = NewRole(storage, form, "one");
        await first.StartAsync(Cancel);
        await storage.Changes.AppendAsync(1, new byte[] { 0 }, lease, Cancel);
        var replica = new FeedReplica(City, Schedule.Empty, storage, form);
        await FollowAsync(replica, 1);
        string epoch = replica.Epoch;

        await using EncoderRole second = NewRole(storage, form, "two");
        await second.StartAsync(Cancel);
        await first.StopAsync(Cancel);
        await storage.Changes.AppendAsync(2, new byte[] { 1 }, lease, Cancel);
        await FollowAsync(replica, 2);
        Assert.Equal(epoch, replica.Epoch);
        Assert.Equal(["bus-1", "bus-2"], replica.Current.Vehicles.Select(v => v.Id.ToString()));
        Assert.True(second.Readiness.IsReady);
        FeedEdition edition = (await storage.Feeds.FindAsync(City, null, Cancel))!;
        Assert.Equal(["alerts", "trip-updates", "vehicle-positions", "vehicle-positions-google"], edition.Feeds.Select(f => f.Name));

        // Two that serve have the same bytes and the same states, though one begins only now.
        ServedFeed one = NewServed(storage, form);
        ServedFeed other = NewServed(storage, form);
        Assert.False(one.Readiness.IsReady);
        using var end = new CancellationTokenSource();
        Task[] serving = [one.RunAsync(end.Token), other.RunAsync(end.Token)];
        await one.Snapshots.WaitForLaterAsync(1, Cancel);
        await other.Snapshots.WaitForLaterAsync(1, Cancel);
        while (!one.Readiness.IsReady || !other.Readiness.IsReady)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }

        Assert.Equal((epoch, epoch), (one.Epoch, other.Epoch));
        Assert.Equal(one.Snapshots.Current.Vehicles.Select(v => v.Id), other.Snapshots.Current.Vehicles.Select(v => v.Id));
        await second.StopAsync(Cancel);
        FeedEdition last = (await storage.Feeds.FindAsync(City, null, Cancel))!;
        string tag = last.Feeds.Single(f => f.Name == "vehicle-positions").Bytes.Protobuf.ETag;
        while (TagOf(one) != tag || TagOf(other) != tag)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }

        await end.CancelAsync();
        await Task.WhenAll(serving);

        // Its whole state is enough for one that begins now.
        var late = new FeedReplica(City, Schedule.Empty, storage, form);
        await FollowAsync(late, 2);
        Assert.Equal(2, late.Current.Vehicles.Length);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task One_that_failed_is_ready_again_when_another_does_the_work()
    {
        string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
        var storage = new LocalStorage(folder, new ObservationLogOptions(), TimeProvider.System);
        ChangesForm form = new(_ => [0], _ => throw new IOException("of no known form"));
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(City, 0)), "shard", TimeSpan.FromHours(1), Cancel))!;
        await storage.Changes.AppendAsync(1, new byte[] { 0 }, lease, Cancel);
        await using EncoderRole role = NewRole(storage, form, "one");
        await role.StartAsync(Cancel);
        await UntilAsync(() => Task.FromResult(!role.Readiness.IsReady));

        await UntilAsync(async () => await storage.Leases.TryAcquireAsync(LeaseName.OfEncoder(City), "other", TimeSpan.FromHours(1), Cancel) is not null);
        await UntilAsync(() => Task.FromResult(role.Readiness.IsReady));
        await role.StopAsync(Cancel);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Shards_on_another_static_feed_are_named_and_left_out_while_the_others_are_shown()
    {
        string folder = Directory.CreateTempSubdirectory("transithub-test-").FullName;
        var storage = new LocalStorage(folder, new ObservationLogOptions(), TimeProvider.System);
        ShardChanges[] told = [Told(1, isWhole: true), Told(2, isWhole: true) with { ScheduleVersion = "older" }, Told(2, isWhole: true)];
        ChangesForm form = new(changes => [(byte)changes.Vehicles.Changed.Length], bytes => told[bytes.Span[0]]);
        await using EncoderRole role = NewRole(storage, form, "one", shards: 2);
        ServedFeed served = NewServed(storage, form);
        await role.StartAsync(Cancel);
        using var end = new CancellationTokenSource();
        Task serving = served.RunAsync(end.Token);

        await TellAsync(storage, shard: 1, 1, told: 1);
        await UntilAsync(() => Task.FromResult(served.Readiness.Reason?.Contains($"leaves out its shards 1 on static version older: this process has {Schedule.Empty.Version}.", StringComparison.Ordinal) == true));
        await TellAsync(storage, shard: 0, 1, told: 0);
        await UntilAsync(() => Task.FromResult(served.Readiness.IsReady && served.Snapshots.Current.Vehicles.Length == 1));
        Assert.Equal("bus-1", served.Snapshots.Current.Vehicles[0].Id.ToString());
        Assert.Contains("shards 1 on static version older", role.Readiness.Reason, StringComparison.Ordinal);

        await TellAsync(storage, shard: 1, 2, told: 2);
        await UntilAsync(() => Task.FromResult(role.Readiness.IsReady && served.Snapshots.Current.Vehicles.Length == 2));
        await end.CancelAsync();
        await serving;
        await role.StopAsync(Cancel);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task TellAsync(LocalStorage storage, int shard, long number, byte told)
    {
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(City, shard)), "shard", TimeSpan.FromHours(1), Cancel))!;
        await storage.Changes.AppendAsync(number, new[] { told }, lease, Cancel);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    private static ShardChanges Read(ShardChanges[] told, byte number) =>
        number < 2 ? told[number] : told[0] with { Vehicles = new([.. told[0].Vehicles.Changed, .. told[1].Vehicles.Changed], []), Passages = [], ModelShares = [] };

    private static string? TagOf(ServedFeed served) => served.Realtime.Current?.Get(FeedKind.VehiclePositions).Protobuf.ETag;

    private static EncoderRole NewRole(LocalStorage storage, ChangesForm form, string owner, int shards = 1) => new(NewContext(storage, owner, shards), form);

    private static ServedFeed NewServed(LocalStorage storage, ChangesForm form) => new(City, Schedule.Empty, NewContext(storage, "serving"), form, static _ => { });

    private static RoleContext NewContext(LocalStorage storage, string owner, int shards = 1) => new(
        new HubOptions { Feeds = [new FeedSettings { Id = "city", Shards = shards }] }, new Dictionary<FeedId, LoadedSchedule> { [City] = new(Schedule.Empty, null) }, storage, owner, TimeProvider.System, NullLoggerFactory.Instance);

    private static ShardChanges Told(int bus, bool isWhole) => new()
    {
        CreatedAt = Timestamp.FromUnixSeconds(1_772_400_000 + bus),
        ScheduleVersion = Schedule.Empty.Version,
        IsWhole = isWhole,
        Vehicles = new([new VehicleSnapshot
        {
            Id = DeviceId.Parse("bus-" + bus),
            Latitude = 13.7,
            Longitude = 100.5,
            MeasuredAt = Timestamp.FromUnixSeconds(1_772_400_000),
            ReceivedAt = Timestamp.FromUnixSeconds(1_772_400_000),
            Phase = VehiclePhase.Unmatched,
        }], []),
    };

    private static async Task FollowAsync(FeedReplica replica, long sequence)
    {
        while (replica.Current.Sequence < sequence)
        {
            await replica.FollowAsync(Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
        }
    }
}
