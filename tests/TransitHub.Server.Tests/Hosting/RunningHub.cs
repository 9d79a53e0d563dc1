using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Redis;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>The whole hub in this process, on free ports, with a feed named city.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly TestFolder folder;
    private readonly IHub hub;

    private RunningHub(TestFolder folder, IHub hub) => (this.folder, this.hub) = (folder, hub);

    public HttpClient Http { get; private set; } = new();

    public string Grpc => this.hub.GrpcAddress;

    public TestDevice Device => new(int.Parse(this.hub.MqttAddress.AsSpan(this.hub.MqttAddress!.LastIndexOf(':') + 1), CultureInfo.InvariantCulture));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The feed as the hub would load it, with the devices file that the options name.</summary>
    private static Dictionary<FeedId, LoadedSchedule> CityOf(HubOptions options)
    {
        FeedSettings settings = options.Feeds.FirstOrDefault(f => f.Id == "city") ?? new FeedSettings { Id = "city" };
        Schedule schedule = settings.Gtfs is { } path ? ScheduleReader.Read(path, cancellationToken: Cancellation).Schedule : TestCity.Schedule;
        return new()
        {
            [FeedId.Parse("city")] = new(schedule, settings.Gtfs) { Devices = DevicesLoader.Load(settings, schedule, static _ => { }) },
        };
    }

    public static Task<RunningHub> StartAsync(Action<HubOptions>? configure = null) => StartAsync(
        configure, options => Task.FromResult<IHub>(Hub.Open(options, CityOf(options), TimeProvider.System, new Random(1))));

    /// <summary>The same with all roles over a redis-server, as one process of a hub that is scaled out.</summary>
    /// <param name="redis">Redis.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <param name="seed">Another one for each of several: leases are held by names that chance makes.</param>
    /// <param name="clock">Its clock; null: the machine's.</param>
    public static Task<RunningHub> StartScaledAsync(RedisServer redis, Action<HubOptions>? configure = null, int seed = 1, TimeProvider? clock = null) => StartAsync(
        options =>
        {
            options.Redis = new RedisOptions { Address = $"127.0.0.1:{redis.Port}" };
            options.Feeds = [new FeedSettings { Id = "city", Shards = 2 }];
            configure?.Invoke(options);
        },
        async options => await ScaledHub.OpenAsync(options, CityOf(options), clock ?? TimeProvider.System, new Random(seed), Cancellation));

    /// <summary>Waits for something that comes in its own time, with a generous limit.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60), $"not within a minute: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    private static async Task<RunningHub> StartAsync(Action<HubOptions>? configure, Func<HubOptions, Task<IHub>> open)
    {
        var folder = new TestFolder();
        var options = new HubOptions { Data = folder.Path, Http = "127.0.0.1:0", Grpc = "127.0.0.1:0", MqttListen = "127.0.0.1:0" };
        configure?.Invoke(options);
        var running = new RunningHub(folder, await open(options));
        await running.hub.StartAsync(Cancellation);
        running.Http = new HttpClient { BaseAddress = new Uri(running.hub.HttpAddress) };
        await UntilAsync("ready", async () => (await running.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).IsSuccessStatusCode);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        this.Http.Dispose();
        await this.hub.StopAsync(CancellationToken.None);
        await this.hub.DisposeAsync();
        this.folder.Dispose();
    }
}
