using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Roles.Fusion;
using TransitHub.Server.Statics;
using TransitHub.Server.Tests.Roles.Serving;
using TransitHub.Testing;
using static TransitHub.Server.Tests.Statics.SharedDevicesTests;

namespace TransitHub.Server.Tests.Roles;

/// <summary>Processes without a devices file of their own have the one that all share.</summary>
public sealed class SharedDevicesRolesTests
{
    private static readonly FeedId City = FeedId.Parse("city");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_serves_shows_what_was_put_before_and_what_is_put_later()
    {
        await using ServeScene scene = await ServeScene.StartAsync();
        await using RedisStorage storage = await FusionProcess.ConnectAsync(scene.Server, Cancel);
        await storage.Registry.TryReplaceAsync(City, Loops("one"), 0, Cancel);
        HubFeed feed = (await scene.ServeAsync("one")).Feeds[0];
        await ServeScene.UntilAsync(() => feed.Devices.Registry.All.Length == 1);
        await storage.Registry.TryReplaceAsync(City, Loops("one", "two"), 1, Cancel);
        await ServeScene.UntilAsync(() => feed.Devices.Registry.All.Length == 2);
        Assert.Equal(["one", "two"], feed.Devices.List().Select(d => d.Described!.Id.ToString()));
    }

    [Fact]
    public async Task A_shard_is_not_taken_up_before_its_devices_can_be_read()
    {
        await using RedisServer server = await RedisServer.StartAsync(Cancel);
        await using RedisStorage storage = await FusionProcess.ConnectAsync(server, Cancel);
        await storage.Registry.TryReplaceAsync(City, "devices: [{id: x, site: nowhere}]", 0, Cancel);
        await using FusionProcess process = await FusionProcess.StartAsync(server, "one", 1, Cancel);
        await ServeScene.UntilAsync(() => process.Role.Readiness.Reason?.Contains("The shared devices file of feed city, version 1, has", StringComparison.Ordinal) == true);
        await storage.Registry.TryReplaceAsync(City, Loops("one"), 1, Cancel);
        await ServeScene.UntilAsync(() => process.Role.Owned.Count == 1 && process.Role.Readiness.IsReady);
        await process.Role.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_shard_has_the_newest_devices_at_each_take_up_and_a_file_of_its_own_wins()
    {
        using var folder = new TestFolder();
        await using var storage = new LocalStorage(folder.Path, new ObservationLogOptions(), TimeProvider.System);
        ShardDevices shared = Devices(storage, file: null);
        ShardDevices own = Devices(storage, folder.File("devices.yaml", Loops("own")));
        Assert.Empty(shared.Newest(Cancel).Devices.All);

        await storage.Registry.TryReplaceAsync(City, Loops("one"), 0, Cancel);
        Assert.Equal("one", Assert.Single(shared.Newest(Cancel).Devices.All).Id.ToString());
        Assert.Equal("own", Assert.Single(own.Newest(Cancel).Devices.All).Id.ToString());

        // One with mistakes leaves the former to those who have it, and keeps those from work who have none.
        await storage.Registry.TryReplaceAsync(City, "devices: [{id: x, site: nowhere}]", 1, Cancel);
        Assert.Equal("one", Assert.Single(shared.Newest(Cancel).Devices.All).Id.ToString());
        Assert.Contains("version 2", Assert.Throws<IOException>(() => Devices(storage, file: null).Newest(Cancel)).Message, StringComparison.Ordinal);
    }

    private static ShardDevices Devices(LocalStorage storage, string? file)
    {
        var settings = new FeedSettings { Id = "city", Devices = file };
        var loaded = new LoadedSchedule(Schedule.Empty, null) { Devices = DevicesLoader.Load(settings, Schedule.Empty, static _ => { }) };
        var context = new RoleContext(
            new HubOptions { Feeds = [settings] }, new Dictionary<FeedId, LoadedSchedule> { [City] = loaded }, storage, "one", TimeProvider.System, NullLoggerFactory.Instance);
        return new ShardDevices(City, loaded, context, NullLogger.Instance);
    }
}
