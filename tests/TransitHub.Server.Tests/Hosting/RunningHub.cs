using System.Diagnostics;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Hosting;

/// <summary>The whole hub in this process, on free ports, with a feed named city.</summary>
internal sealed class RunningHub : IAsyncDisposable
{
    private readonly TestFolder folder = new();
    private readonly Hub hub;

    private RunningHub(Action<HubOptions>? configure)
    {
        var options = new HubOptions { Data = this.folder.Path, Http = "127.0.0.1:0", Grpc = "127.0.0.1:0", MqttListen = "127.0.0.1:0" };
        configure?.Invoke(options);
        this.hub = Hub.Open(
            options, new Dictionary<FeedId, LoadedSchedule> { [FeedId.Parse("city")] = new(TestCity.Schedule, null) }, TimeProvider.System, new Random(1));
    }

    public HttpClient Http { get; private set; } = new();

    public string Grpc => this.hub.GrpcAddress;

    public TestDevice Device => new(int.Parse(this.hub.MqttAddress.AsSpan(this.hub.MqttAddress.LastIndexOf(':') + 1), CultureInfo.InvariantCulture));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RunningHub> StartAsync(Action<HubOptions>? configure = null)
    {
        var running = new RunningHub(configure);
        await running.hub.StartAsync(Cancellation);
        running.Http = new HttpClient { BaseAddress = new Uri(running.hub.HttpAddress) };
        await UntilAsync("ready", async () => (await running.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).IsSuccessStatusCode);
        return running;
    }

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

    public async ValueTask DisposeAsync()
    {
        this.Http.Dispose();
        await this.hub.StopAsync(CancellationToken.None);
        await this.hub.DisposeAsync();
        this.folder.Dispose();
    }
}
