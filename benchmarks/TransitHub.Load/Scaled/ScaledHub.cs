using System.Globalization;
using TransitHub.Load.Cameras;
using TransitHub.Testing;
using TransitHub.Testing.Processes;

namespace TransitHub.Load.Scaled;

/// <summary>A hub of processes with roles, with a Redis and a broker of its own; or the embedded form, all in one process.</summary>
internal sealed class ScaledHub : IAsyncDisposable
{
    /// <summary>The feed's id.</summary>
    public const string Feed = "city";

    /// <summary>As in docker-compose.yml, and what is not delivered yet is never dropped.</summary>
    public const string BrokerSettings = """
        allow_anonymous true
        persistence true
        max_queued_messages 0
        max_inflight_messages 4096
        log_type error
        """;

    private readonly string folder;

    private ScaledHub(string folder) => this.folder = folder;

    /// <summary>Null in the embedded form.</summary>
    public RedisServer? Redis { get; private set; }

    /// <summary>Null in the embedded form.</summary>
    public Mosquitto? Broker { get; private set; }

    /// <summary>The processes, as <c>fusion-1</c>.</summary>
    public List<(string Name, HubProcess Process)> Processes { get; } = [];

    /// <summary>Where devices publish.</summary>
    public int MqttPort => this.Broker?.Port ?? this.Processes[0].Process.MqttPort;

    /// <summary>One that answers readers.</summary>
    public HubProcess Serving => this.Processes[^1].Process;

    /// <summary>Redis, a broker, and so many processes of each role.</summary>
    public static async Task<ScaledHub> StartAsync(string executable, string folder, LoadCity city, int shards, (int Ingest, int Fusion, int Serve) counts, CancellationToken cancellation)
    {
        ScaledHub hub = new(folder)
        {
            Redis = await RedisServer.StartAsync(cancellation, "redis-server", "--maxmemory-policy", "noeviction"),
            Broker = await Mosquitto.StartAsync(cancellation, BrokerSettings),
        };
        string config = await hub.WriteConfigAsync(city, shards);
        string[] shared = ["--redis", $"127.0.0.1:{hub.Redis.Port}", "--mqtt", $"mqtt://127.0.0.1:{hub.Broker.Port}"];
        foreach ((string role, int count) in ((string, int)[])[("ingest", counts.Ingest), ("fusion", counts.Fusion), ("serve", counts.Serve)])
        {
            for (int number = 1; number <= count; number++)
            {
                await hub.AddAsync(executable, string.Create(CultureInfo.InvariantCulture, $"{role}-{number}"), ["--config", config, "--roles", role, .. shared]);
            }
        }

        await hub.UntilReadyAsync(cancellation);
        return hub;
    }

    /// <summary>The embedded form.</summary>
    public static async Task<ScaledHub> StartEmbeddedAsync(string executable, string folder, LoadCity city, CancellationToken cancellation)
    {
        ScaledHub hub = new(folder);
        await hub.AddAsync(executable, "embedded", ["--config", await hub.WriteConfigAsync(city, 1)]);
        await hub.UntilReadyAsync(cancellation);
        return hub;
    }

    /// <summary>The sum of a figure over the processes with a role.</summary>
    public async Task<double> SumAsync(string role, string name, CancellationToken cancellation)
    {
        double sum = 0;
        foreach ((_, HubProcess process) in this.Processes.Where(p => p.Name.StartsWith(role, StringComparison.Ordinal)))
        {
            sum += (await PrometheusText.ReadAsync(process.Http, cancellation)).Sum(name);
        }

        return sum;
    }

    /// <summary>Seconds of processor time so far, by process.</summary>
    public Dictionary<string, double> ProcessorSeconds()
    {
        Dictionary<string, double> seconds = this.Processes.ToDictionary(p => p.Name, p => p.Process.ProcessorSeconds);
        if (this.Redis is not null && this.Broker is not null)
        {
            (seconds["redis"], seconds["mosquitto"]) = (this.Redis.ProcessorSeconds, this.Broker.ProcessorSeconds);
        }

        return seconds;
    }

    /// <summary>Memory in use in MB, by process.</summary>
    public string Memory() => string.Join(", ", this.Processes.Select(p => (p.Name, p.Process.WorkingSet))
        .Concat(this.Redis is null || this.Broker is null ? [] : [("redis", this.Redis.WorkingSet), ("mosquitto", this.Broker.WorkingSet)])
        .Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Item1} {p.Item2 / 1e6:F0}")));

    public async ValueTask DisposeAsync()
    {
        foreach ((_, HubProcess process) in this.Processes)
        {
            await process.DisposeAsync();
        }

        await (this.Broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (this.Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private async Task AddAsync(string executable, string name, string[] arguments) =>
        this.Processes.Add((name, await HubProcess.StartAsync(executable, ["--data", Path.Combine(this.folder, name), .. arguments])));

    private Task UntilReadyAsync(CancellationToken cancellation) => Task.WhenAll(this.Processes.Select(p => p.Process.UntilReadyAsync(cancellation)));

    private async Task<string> WriteConfigAsync(LoadCity city, int shards)
    {
        string zip = Path.Combine(this.folder, "city.zip");
        if (!File.Exists(zip))
        {
            LoadCityFiles.WriteGtfs(city, zip);
        }

        string config = Path.Combine(this.folder, $"hub-{shards}.json");
        await File.WriteAllTextAsync(config, $$"""{ "Feeds": [ { "Id": "{{Feed}}", "Gtfs": "{{zip}}", "Shards": {{shards}} } ] }""");
        return config;
    }
}
