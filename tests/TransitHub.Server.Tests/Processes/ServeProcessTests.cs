using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Server.Tests.Processes;

public sealed class ServeProcessTests : IDisposable
{
    private const int EnoughUnderLoad = 200;

    private static readonly string[] Elsewhere = ["--http", "--grpc", "--mqtt-listen"];

    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(this.folder.Path, "data");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Turns_a_published_position_into_feeds()
    {
        string zip = Path.Combine(this.folder.Path, "city.zip");
        await File.WriteAllBytesAsync(zip, TestCity.Feed().ToZip().ToArray(), Cancellation);
        await using ServeProcess serve = await ServeProcess.StartAsync(this.Data, "--feed", "city", "--gtfs", zip);
        using IMqttClient device = await ConnectAsync(serve);
        await PublishAsync(device, "city", "bus-1", 0);

        using var http = new HttpClient { BaseAddress = serve.Http };
        FeedMessage feed = await UntilAsync(
            async () => FeedMessage.Parser.ParseFrom(await http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation)),
            message => message.Entity.Count > 0);
        Assert.Equal("bus-1", Assert.Single(feed.Entity).Vehicle.Vehicle.Id);
        Assert.Equal(feed.Header.FeedVersion, (string?)(await http.GetFromJsonAsync<JsonNode>(new Uri("/v1/feeds/city", UriKind.Relative), Cancellation))!["static_version"]);
        Assert.NotEmpty(await http.GetByteArrayAsync(new Uri("/gtfs/city.zip", UriKind.Relative), Cancellation));
        Assert.Equal(0, await HealthAsync(serve.Http));
        Assert.Equal(0, await serve.TerminateAsync());
        Assert.Equal(1, await HealthAsync(serve.Http));
    }

    [Fact]
    public async Task Becomes_ready_without_a_model_that_cannot_be_used()
    {
        await using ServeProcess serve = await ServeProcess.StartAsync(this.Data, "--model", Path.Combine(this.folder.Path, "no-model-here"));
        using var http = new HttpClient { BaseAddress = serve.Http };

        HttpStatusCode ready = await UntilAsync(
            async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation)).StatusCode, status => status == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, ready);
    }

    [Fact]
    public async Task Has_every_acknowledged_observation_once_after_kill_9_under_load()
    {
        List<string> acknowledged = [];
        ServeProcess first = await ServeProcess.StartAsync(this.Data);
        await using (first)
        {
            IMqttClient[] devices = [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConnectAsync(first)))];
            int count = 0;
            var enough = new TaskCompletionSource();
            Task<List<string>>[] loads = [.. devices.Select((device, i) => PublishUntilCutAsync(device, i, () =>
            {
                if (Interlocked.Increment(ref count) == EnoughUnderLoad)
                {
                    enough.SetResult();
                }
            }))];
            await enough.Task.WaitAsync(Cancellation);
            await first.KillAsync();
            acknowledged.AddRange((await Task.WhenAll(loads)).SelectMany(l => l));
            Assert.True(acknowledged.Count >= EnoughUnderLoad);
        }

        await using ServeProcess second = await ServeProcess.StartAsync(this.Data);
        using var http = new HttpClient { BaseAddress = second.Http };
        JsonNode vehicles = await UntilAsync(
            async () => (await http.GetFromJsonAsync<JsonNode>(new Uri("/v1/vehicles?limit=50000", UriKind.Relative), Cancellation))!,
            list => list["vehicles"]!.AsArray().Count > 0);
        string[] shown = [.. vehicles["vehicles"]!.AsArray().Select(v => (string)v!["id"]!)];
        FeedMessage feed = FeedMessage.Parser.ParseFrom(await http.GetByteArrayAsync(new Uri("/gtfs-rt/default/vehicle-positions.pb", UriKind.Relative), Cancellation));

        Assert.Equal(shown.Length, shown.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(shown, feed.Entity.Select(e => e.Id));
        Assert.Empty(acknowledged.Except(shown));
        Assert.Equal(0, await second.TerminateAsync());
        Assert.Equal(await LoggedAsync(this.Data), await LoggedAsync(this.Data, distinct: true));
    }

    [Fact]
    public async Task Makes_durable_what_it_took_before_it_ends_on_sigterm()
    {
        await using ServeProcess serve = await ServeProcess.StartAsync(this.Data);
        using IMqttClient device = await ConnectAsync(serve);
        for (int i = 0; i < 200; i++)
        {
            await PublishAsync(device, "default", $"bus-{i}", i, MqttQualityOfServiceLevel.AtMostOnce);
        }

        await PublishAsync(device, "default", "last", 0);

        Assert.Equal(0, await serve.TerminateAsync());
        Assert.Equal(201, await LoggedAsync(this.Data));
    }

    [Theory]
    [InlineData("--http")]
    [InlineData("--grpc")]
    [InlineData("--mqtt-listen")]
    public async Task Refuses_to_listen_to_the_world_without_credentials(string option)
    {
        (int code, string error) = await this.RunAsync(option, "0.0.0.0:0");

        Assert.Equal(2, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http")]
    [InlineData("--grpc")]
    [InlineData("--mqtt-listen")]
    public async Task Says_that_a_port_is_taken_without_a_stack_trace(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        (int code, string error) = await this.RunAsync([.. Elsewhere.Where(o => o != option).SelectMany(o => new[] { o, "127.0.0.1:0" }), option, $"127.0.0.1:{port}"]);

        Assert.Equal(2, code);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), error, StringComparison.Ordinal);
        Assert.Contains(option, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_devices_with_their_password_only_where_users_are_configured()
    {
        string hash = TransitHub.Server.Security.PasswordHash.Create("geheim", 10_000);
        string config = this.folder.File("hub.json", $$"""{ "Security": { "MqttUsers": [ { "Name": "bus", "PasswordHash": "{{hash}}" } ] } }""");
        await using ServeProcess serve = await ServeProcess.StartAsync(this.Data, "--config", config);

        using IMqttClient device = await ConnectAsync(serve, "bus", "geheim");
        Assert.True(device.IsConnected);
        using IMqttClient stranger = await ConnectAsync(serve, "bus", "falsch");
        Assert.False(stranger.IsConnected);
    }

    private async Task<(int Code, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(ServeProcess.Executable, ["serve", "--data", this.Data, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, error);
    }

    private static async Task<int> HealthAsync(Uri http)
    {
        using Process process = Process.Start(new ProcessStartInfo(ServeProcess.Executable, ["health", new Uri(http, "/readyz").ToString()]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode;
    }

    private static async Task<IMqttClient> ConnectAsync(ServeProcess serve, string? user = null, string? password = null)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", serve.MqttPort);
        if (user is not null)
        {
            options.WithCredentials(user, password);
        }

        try
        {
            await client.ConnectAsync(options.Build(), Cancellation);
        }
        catch (MqttCommunicationException)
        {
            // Refused: the test looks at IsConnected.
        }

        return client;
    }

    private static Task<MqttClientPublishResult> PublishAsync(
        IMqttClient client, string feed, string vehicle, int number, MqttQualityOfServiceLevel qos = MqttQualityOfServiceLevel.AtLeastOnce)
    {
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        double latitude = 13.70 + (number % 100 / 10_000.0);
        string json = string.Create(CultureInfo.InvariantCulture, $$"""{"measured_at": {{now:F3}}, "lat": {{latitude:F4}}, "lon": 100.5}""");
        MqttApplicationMessage message = new MqttApplicationMessageBuilder()
            .WithTopic($"transithub/v1/{feed}/avl/{vehicle}").WithPayload(Encoding.UTF8.GetBytes(json)).WithQualityOfServiceLevel(qos).Build();
        return client.PublishAsync(message, Cancellation);
    }

    /// <summary>Publishes one vehicle after the other until the hub is gone; returns those that were acknowledged.</summary>
    private static async Task<List<string>> PublishUntilCutAsync(IMqttClient client, int device, Action onAcknowledged)
    {
        List<string> acknowledged = [];
        try
        {
            for (int i = 0; i < 100_000; i++)
            {
                string vehicle = string.Create(CultureInfo.InvariantCulture, $"bus-{device}-{i}");
                await PublishAsync(client, "default", vehicle, i);
                acknowledged.Add(vehicle);
                onAcknowledged();
            }
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientDisconnectedException or OperationCanceledException)
        {
            // Killed, as planned.
        }

        return acknowledged;
    }

    private static async Task<int> LoggedAsync(string data, bool distinct = false)
    {
        await using SegmentObservationLog log = SegmentObservationLog.Open(
            SegmentObservationLog.FolderOf(data, FeedId.Parse("default")), new ObservationLogOptions());
        IEnumerable<Observation> all = log.Read(default, Cancellation).Select(r => r.Observation);
        return distinct ? all.DistinctBy(o => o.Device).Count() : all.Count();
    }

    private static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> enough)
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                T answer = await ask();
                if (enough(answer))
                {
                    return answer;
                }
            }
            catch (Exception notYet) when (notYet is HttpRequestException or SocketException && attempt < 199)
            {
                // Not ready yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        throw new TimeoutException("It never came.");
    }
}
