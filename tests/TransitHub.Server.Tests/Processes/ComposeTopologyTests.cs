using System.Text.RegularExpressions;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Processes;

/// <summary>What docker-compose.yml describes, as plain processes: the broker with the same settings, the hub with the same command.</summary>
public sealed partial class ComposeTopologyTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static string Compose { get; } = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docker-compose.yml"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Positions_go_through_the_outside_broker_and_survive_its_kill_9_and_the_hubs_restart()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation, BrokerSettings());
        string data = Path.Combine(this.folder.Path, "data");
        string[] arguments = [.. HubArguments(broker.Port), "--feed", "city"];

        await using (ServeProcess hub = await ServeProcess.StartAsync(data, arguments))
        {
            await UntilReadyAsync(hub);
            await PublishAsync(broker, "boat-1");
            await UntilShownAsync(hub, 1);
            await broker.KillAsync();
            await UntilReadyAsync(hub, ready: false);
            await broker.RunAsync(Cancellation);
            await UntilReadyAsync(hub);
            await PublishAsync(broker, "boat-2");
            await UntilShownAsync(hub, 2);
            Assert.Equal(0, await hub.TerminateAsync());
        }

        await PublishAsync(broker, "boat-3");
        await using ServeProcess again = await ServeProcess.StartAsync(data, arguments);
        FeedMessage feed = await UntilShownAsync(again, 3);
        Assert.Equal(["boat-1", "boat-2", "boat-3"], feed.Entity.Select(e => e.Id));
    }

    [Fact]
    public void The_command_in_the_compose_file_is_one_that_serve_understands()
    {
        string[] known = ["--data", "--feed", "--http", "--grpc", "--mqtt"];
        Assert.Equal(known, HubCommand().Select(a => a.Split('=')[0]));
    }

    private static string BrokerSettings()
    {
        // The listener and the place of the files are the test's own; all else is what the compose file says.
        string content = ConfigContent().Match(Compose).Groups[1].Value;
        Assert.Contains("persistence true", content, StringComparison.Ordinal);
        IEnumerable<string> lines = content.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', lines.Where(l => !l.StartsWith("listener", StringComparison.Ordinal) && !l.StartsWith("persistence_location", StringComparison.Ordinal)));
    }

    private static string[] HubCommand() => [.. CommandLine().Matches(Compose).Select(m => m.Groups[1].Value)];

    private static string[] HubArguments(int brokerPort) =>
        [.. HubCommand().Where(a => a.StartsWith("--mqtt=", StringComparison.Ordinal)).SelectMany(a => a.Replace("mosquitto:1883", $"127.0.0.1:{brokerPort}", StringComparison.Ordinal).Split('='))];

    private static Task PublishAsync(Mosquitto broker, string vehicle)
    {
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return Mosquitto.PublishAsync(broker.Port, $"transithub/v1/city/avl/{vehicle}", $$"""{"measured_at": {{now}}, "lat": 13.7, "lon": 100.5}""", Cancellation, "-q", "1");
    }

    private static async Task<FeedMessage> UntilShownAsync(ServeProcess hub, int vehicles)
    {
        using var http = new HttpClient { BaseAddress = hub.Http };
        var feed = new FeedMessage();
        await UntilAsync($"{vehicles} vehicles", async () =>
        {
            feed = FeedMessage.Parser.ParseFrom(await http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation));
            return feed.Entity.Count == vehicles;
        });
        return feed;
    }

    /// <summary>Ready means subscribed: what is published before has nobody to go to.</summary>
    private static async Task UntilReadyAsync(ServeProcess hub, bool ready = true)
    {
        using var http = new HttpClient { BaseAddress = hub.Http };
        await UntilAsync($"ready: {ready}", async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
            return answer.IsSuccessStatusCode == ready;
        });
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        Assert.Fail($"Not within 30 s: {what}.");
    }

    [GeneratedRegex(@"mosquitto:\n    content: \|\n((?:      .*\n)+)")]
    private static partial Regex ConfigContent();

    [GeneratedRegex(@"^      - (--\w+=\S+)$", RegexOptions.Multiline)]
    private static partial Regex CommandLine();
}
