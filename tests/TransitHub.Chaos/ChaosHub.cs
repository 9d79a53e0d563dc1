using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Ids;
using TransitHub.Redis;
using TransitHub.Testing;

namespace TransitHub.Chaos;

/// <summary>A whole hub of real processes: two of each role, Redis and a broker, with files in a folder of its own.</summary>
internal sealed class ChaosHub : IAsyncDisposable
{
    private const int Members = 6;

    /// <summary>As in docker-compose.yml, and what is not delivered yet is never dropped.</summary>
    private const string BrokerSettings = """
        allow_anonymous true
        persistence true
        max_queued_messages 0
        max_inflight_messages 1000
        log_type error
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("transithub-chaos-").FullName;
    private readonly ChaosOptions options;

    private ChaosHub(ChaosOptions options, RedisServer redis, Mosquitto broker) => (this.options, this.Redis, this.Broker) = (options, redis, broker);

    /// <summary>What all share.</summary>
    public RedisServer Redis { get; }

    /// <summary>Where devices publish.</summary>
    public Mosquitto Broker { get; }

    /// <summary>Processes that take observations in.</summary>
    public IReadOnlyList<HubMember> Ingest { get; private set; } = [];

    /// <summary>Processes that make states, and the feeds of the states.</summary>
    public IReadOnlyList<HubMember> Fusion { get; private set; } = [];

    /// <summary>Processes that answer readers.</summary>
    public IReadOnlyList<HubMember> Serve { get; private set; } = [];

    /// <summary>All of them.</summary>
    public IEnumerable<HubMember> All => [.. this.Ingest, .. this.Fusion, .. this.Serve];

    /// <summary>The test's own way into what they share.</summary>
    public RedisStorage Storage { get; private set; } = null!;

    /// <summary>The feed's shards.</summary>
    public IEnumerable<ShardId> Shards => Enumerable.Range(0, this.options.Shards).Select(n => ShardId.From(FeedId.Parse(ChaosCity.FeedId), n));

    /// <summary>Starts all and waits until each is ready.</summary>
    public static async Task<ChaosHub> StartAsync(ChaosOptions options, ChaosCity city, CancellationToken cancellation)
    {
        RedisServer redis = await RedisServer.StartAsync(cancellation, "redis-server", "--maxmemory-policy", "noeviction");
        var hub = new ChaosHub(options, redis, await Mosquitto.StartAsync(cancellation, BrokerSettings));
        try
        {
            await hub.BeginAsync(city, cancellation);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until each is ready.</summary>
    public Task UntilReadyAsync(CancellationToken cancellation) => Task.WhenAll(this.All.Select(m => m.UntilReadyAsync(cancellation)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (HubMember member in this.All)
        {
            await member.DisposeAsync();
        }

        await (this.Storage?.DisposeAsync() ?? ValueTask.CompletedTask);
        await this.Broker.DisposeAsync();
        await this.Redis.DisposeAsync();
        Directory.Delete(this.folder, recursive: true);
    }

    private async Task BeginAsync(ChaosCity city, CancellationToken cancellation)
    {
        string zip = Path.Combine(this.folder, "city.zip");
        await File.WriteAllBytesAsync(zip, city.Schedule().ToZip().ToArray(), cancellation);
        string config = Path.Combine(this.folder, "hub.json");
        await File.WriteAllTextAsync(config, this.Settings(zip), cancellation);
        int[] ports = TestPorts.Free(2 * Members);
        int made = 0;
        HubMember Make(string role, int number, params string[] more)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{role}-{number}");
            string[] arguments = ["--config", config, "--redis", $"127.0.0.1:{this.Redis.Port}", "--roles", role, .. more];
            return new HubMember(name, this.options.Executable, Path.Combine(this.folder, name), (ports[made++], ports[made++]), arguments);
        }

        string mqtt = $"mqtt://127.0.0.1:{this.Broker.Port}";
        this.Ingest = [Make("ingest", 1, "--mqtt", mqtt), Make("ingest", 2, "--mqtt", mqtt)];
        this.Fusion = [Make("fusion", 1), Make("fusion", 2)];
        this.Serve = [Make("serve", 1), Make("serve", 2)];
        foreach (HubMember member in this.All)
        {
            member.Start();
        }

        this.Storage = await RedisStorage.OpenAsync(
            new RedisOptions { Address = $"127.0.0.1:{this.Redis.Port}" }, TimeProvider.System, NullLogger.Instance, cancellation);
        await this.UntilReadyAsync(cancellation);
    }

    /// <summary>The hub's own defaults, except that no record is trimmed before it is looked at in the end, and states are kept of few records too.</summary>
    private string Settings(string zip) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "Feeds": [ { "Id": "{{ChaosCity.FeedId}}", "Gtfs": "{{zip}}", "Shards": {{this.options.Shards}} } ],
          "Redis": { "RetainHours": 24, "RetainBytes": 17179869184 },
          "Shards": { "SaveSeconds": {{this.options.SaveSeconds}}, "SaveRecords": 1 }
        }
        """);
}
