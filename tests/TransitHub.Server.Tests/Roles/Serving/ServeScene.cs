using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Serving;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Roles.Encoding;
using TransitHub.Server.Roles.Fusion;
using TransitHub.Server.Roles.Serving;
using TransitHub.Server.Statics;
using TransitHub.Server.Upstream;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles.Serving;

/// <summary>A scaled-out hub around a redis-server: fusion, encoding, and any number of processes that serve, each with a connection and a folder of its own.</summary>
internal sealed class ServeScene : IAsyncDisposable
{
    private const int Shards = 2;
    private readonly List<IAsyncDisposable> parts = [];
    private readonly List<IObservationLog> logs = [];

    private ServeScene(RedisServer server) => this.Server = server;

    public static FeedId City { get; } = FeedId.Parse("city");

    public RedisServer Server { get; }

    public FusionRole Fusion { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Redis with processes that fuse and encode; both stand still if <paramref name="isFusing"/> is not so.</summary>
    public static async Task<ServeScene> StartAsync(bool isFusing = true)
    {
        var scene = new ServeScene(await RedisServer.StartAsync(Cancel));
        RoleContext context = await scene.ContextAsync("fusion");
        for (int shard = 0; shard < Shards; shard++)
        {
            scene.logs.Add(await context.Storage.OpenLogAsync(ShardId.From(City, shard), null, null, Cancel));
        }

        scene.Fusion = new FusionRole(context, ChangesForm.ByNames, ReportForm.ByNames);
        var encoder = new EncoderRole(context, ChangesForm.ByNames);
        scene.parts.Add(scene.Fusion);
        scene.parts.Add(encoder);
        if (isFusing)
        {
            await scene.Fusion.StartAsync(Cancel);
            await encoder.StartAsync(Cancel);
        }

        return scene;
    }

    /// <summary>Another process that serves.</summary>
    public async Task<ServeRole> ServeAsync(string owner)
    {
        var role = new ServeRole(await this.ContextAsync(owner), ChangesForm.ByNames, ReportForm.ByNames);
        this.parts.Add(role);
        await role.StartAsync(Cancel);
        return role;
    }

    /// <summary>Its reading side on real sockets.</summary>
    public static async Task<WebApplication> OpenAsync(ServeRole role)
    {
        var options = new HubOptions { Http = "127.0.0.1:0", Grpc = "127.0.0.1:0" };
        WebApplication web = HubWeb.Build(options, new FeedDirectory(role.Feeds), new IntakeDirectory(), [], null,
            UpstreamInput.Of(options, new IntakeDirectory(), TimeProvider.System, new Random(1), NullLoggerFactory.Instance),
            SessionStores.In("nobody-signs-in", TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
        await web.StartAsync(Cancel);
        return web;
    }

    /// <summary>Puts into a shard's log what devices sent just now.</summary>
    public ValueTask<long> SendAsync(int shard, params Observation[] observations) => this.logs[shard].AppendAsync(observations, Cancel);

    public static AvlReport Position(string vehicle, double latitude = 13.75)
    {
        Timestamp now = Timestamp.Now(TimeProvider.System);
        return new AvlReport { Device = DeviceId.Parse(vehicle), ReceivedAt = now, MeasuredAt = now, Latitude = latitude, Longitude = 100.5 };
    }

    public static TrafficCount Count(string device, long count)
    {
        Timestamp now = Timestamp.Now(TimeProvider.System);
        return new TrafficCount
        {
            Device = DeviceId.Parse(device), ReceivedAt = now, Channel = "line", Class = "car", From = now.AddSeconds(-300), To = now, Count = count,
        };
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(this.parts))
        {
            if (part is IHubRole role)
            {
                await role.StopAsync(CancellationToken.None);
            }

            await part.DisposeAsync();
        }

        await this.Server.DisposeAsync();
    }

    private async Task<RoleContext> ContextAsync(string owner)
    {
        RedisStorage storage = await FusionProcess.ConnectAsync(this.Server, Cancel);
        var folder = new TestFolder();
        this.parts.Add(new Folder(folder));
        this.parts.Add(storage);
        var options = new HubOptions
        {
            Data = folder.Path,
            Http = "127.0.0.1:0",
            Grpc = "127.0.0.1:0",
            Feeds = [new FeedSettings { Id = "city", Shards = Shards }],
            Shards = new ShardRunOptions { SaveSeconds = 0.5, SaveRecords = 1 },
        };
        return new RoleContext(
            options, new Dictionary<FeedId, LoadedSchedule> { [City] = new(Schedule.Empty, null) }, storage, owner, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private sealed class Folder(TestFolder folder) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
