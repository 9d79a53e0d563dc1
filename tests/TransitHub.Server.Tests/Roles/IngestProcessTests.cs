using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Protocol;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Redis;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>Processes of the role ingest beside a real Redis and a real broker.</summary>
public sealed class IngestProcessTests : IDisposable
{
    private const int Shards = 2;
    private const int Vehicles = 20;

    private static readonly FeedId City = FeedId.Parse("city");

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Two_of_a_group_lose_nothing_when_one_is_killed_and_started_again()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        await using ServeProcess one = await this.StartAsync("one", redis, broker);
        ServeProcess two = await this.StartAsync("two", redis, broker);
        await UntilReadyAsync(one);
        await UntilReadyAsync(two);
        using IMqttClient device = await ConnectAsync(broker.Port);
        await PublishAsync(device, 0, 300);
        await two.KillAsync();
        await two.DisposeAsync();
        await PublishAsync(device, 300, 600);
        await using ServeProcess again = await this.StartAsync("two", redis, broker);
        await PublishAsync(device, 600, 900);

        HashSet<double> logged = await UntilAsync(() => LoggedAsync(redis), all => all.Count >= 900);

        Assert.Equal(Enumerable.Range(0, 900).Select(Speed), logged.Order());
        Assert.Equal(0, await one.TerminateAsync());
        Assert.Equal(0, await again.TerminateAsync());
    }

    [Fact]
    public async Task One_alone_keeps_the_order_of_each_vehicle()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        await using ServeProcess serve = await this.StartAsync("one", redis, broker);
        await UntilReadyAsync(serve);
        using IMqttClient device = await ConnectAsync(broker.Port);
        await PublishAsync(device, 0, 400);
        await UntilAsync(() => LoggedAsync(redis), all => all.Count == 400);

        await using RedisStorage storage = await OpenAsync(redis);
        foreach (int shard in Enumerable.Range(0, Shards))
        {
            await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(City, shard), null, null, Cancellation);
            AvlReport[] reports = [.. log.ReadAfter(0, Cancellation).Select(r => (AvlReport)r.Observation)];
            Assert.NotEmpty(reports);
            Assert.All(reports, r => Assert.Equal(shard, ShardId.Of(City, r.Device, Shards).Number));
            Assert.All(reports.GroupBy(r => r.Device), of => Assert.Equal(of.Select(r => r.SpeedMps).Order(), of.Select(r => r.SpeedMps)));
        }
    }

    [Fact]
    public async Task Says_that_Redis_is_not_there_takes_what_comes_and_stores_it_when_it_is()
    {
        RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using (redis)
        {
            await redis.KillAsync();
            await using ServeProcess serve = await this.StartAsync("one", redis, broker: null);
            using var http = new HttpClient { BaseAddress = serve.Http };
            HttpResponseMessage answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("no connection", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

            using IMqttClient device = await ConnectAsync(serve.MqttPort);
            Task publishing = PublishAsync(device, 0, 1);
            await redis.RunAsync(Cancellation);
            await publishing.WaitAsync(Cancellation);
            Assert.Single(await LoggedAsync(redis));
            await UntilReadyAsync(serve);
            Assert.Contains("transithub_ingest_appended_total{", await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation), StringComparison.Ordinal);
            HttpResponseMessage elsewhere = await http.GetAsync(new Uri("/v1/feeds", UriKind.Relative), Cancellation);
            Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
            Assert.Contains("role serve", await elsewhere.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Acknowledges_nothing_while_the_memory_of_Redis_is_full_and_goes_on_when_there_is_room()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation, "redis-server", "--maxmemory-policy", "noeviction");
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        string config = this.folder.File("hub.json", $$"""{ "Feeds": [ { "Id": "city", "Shards": {{Shards}} } ], "Redis": { "Address": "127.0.0.1:{{redis.Port}}", "RetrySeconds": 0.2 } }""");
        await using ServeProcess serve = await ServeProcess.StartAsync(Path.Combine(this.folder.Path, "one"), "--config", config, "--roles", "ingest", "--mqtt", $"mqtt://127.0.0.1:{broker.Port}");
        await UntilReadyAsync(serve);
        await redis.CommandAsync(Cancellation, "CONFIG", "SET", "maxmemory", "1");
        using IMqttClient device = await ConnectAsync(broker.Port);
        await PublishAsync(device, 0, 200);
        using var http = new HttpClient { BaseAddress = serve.Http };
        string reason = await UntilAsync(
            async () => await (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).Content.ReadAsStringAsync(Cancellation),
            text => text.Contains("maxmemory", StringComparison.Ordinal) && text.Contains("not acknowledged", StringComparison.Ordinal));
        Assert.Contains("Raise maxmemory", reason, StringComparison.Ordinal);

        await redis.CommandAsync(Cancellation, "CONFIG", "SET", "maxmemory", "0");
        HashSet<double> logged = await UntilAsync(() => LoggedAsync(redis), all => all.Count >= 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(Speed), logged.Order());
        await UntilReadyAsync(serve);
    }

    [Fact]
    public async Task A_wrong_password_ends_it_at_once_with_the_remedy()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation, "redis-server", "--requirepass", "right");
        var start = new System.Diagnostics.ProcessStartInfo(
            ServeProcess.Executable, ["serve", "--data", this.folder.Path, "--roles", "ingest", "--redis", $"redis://:wrong@127.0.0.1:{redis.Port}", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--mqtt-listen", "127.0.0.1:0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--redis", error, StringComparison.Ordinal);
        Assert.Contains("password", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong@", error, StringComparison.Ordinal);
    }

    private static double Speed(int number) => number / 64.0;

    private Task<ServeProcess> StartAsync(string data, RedisServer redis, Mosquitto? broker)
    {
        string config = this.folder.File("hub.json", $$"""{ "Feeds": [ { "Id": "city", "Shards": {{Shards}} } ] }""");
        string[] mqtt = broker is null ? [] : ["--mqtt", $"mqtt://127.0.0.1:{broker.Port}"];
        return ServeProcess.StartAsync(Path.Combine(this.folder.Path, data), ["--config", config, "--roles", "ingest", "--redis", $"127.0.0.1:{redis.Port}", .. mqtt]);
    }

    private static async Task<IMqttClient> ConnectAsync(int port)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithTimeout(TimeSpan.FromMinutes(1)).Build(), Cancellation);
        return client;
    }

    /// <summary>Publishes with QoS 1, one after another; the speed is the number of the report.</summary>
    private static async Task PublishAsync(IMqttClient device, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
            string json = string.Create(CultureInfo.InvariantCulture, $$"""{"measured_at": {{now:F3}}, "lat": 13.7, "lon": 100.5, "speed_mps": {{Speed(i)}}}""");
            await device.PublishAsync(
                new MqttApplicationMessageBuilder().WithTopic($"transithub/v1/city/avl/bus-{i % Vehicles}").WithPayload(System.Text.Encoding.UTF8.GetBytes(json))
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(),
                Cancellation);
        }
    }

    private static Task<RedisStorage> OpenAsync(RedisServer redis) =>
        RedisStorage.OpenAsync(new RedisOptions { Address = $"127.0.0.1:{redis.Port}" }, TimeProvider.System, NullLogger.Instance, Cancellation);

    /// <summary>The speeds in the logs of all shards, each once.</summary>
    private static async Task<HashSet<double>> LoggedAsync(RedisServer redis)
    {
        await using RedisStorage storage = await OpenAsync(redis);
        HashSet<double> all = [];
        foreach (int shard in Enumerable.Range(0, Shards))
        {
            await using IObservationLog log = await storage.OpenLogAsync(ShardId.From(City, shard), null, null, Cancellation);
            all.UnionWith(log.ReadAfter(0, Cancellation).Select(r => (double)((AvlReport)r.Observation).SpeedMps!));
        }

        return all;
    }

    private static async Task UntilReadyAsync(ServeProcess serve)
    {
        using var http = new HttpClient { BaseAddress = serve.Http };
        await UntilAsync(async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).StatusCode, status => status == HttpStatusCode.OK);
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> enough)
    {
        for (int attempt = 0; attempt < 1200; attempt++)
        {
            T answer = await ask();
            if (enough(answer))
            {
                return answer;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        throw new TimeoutException("It never came.");
    }
}
