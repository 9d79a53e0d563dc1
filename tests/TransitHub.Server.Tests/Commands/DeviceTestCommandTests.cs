using System.Globalization;
using System.Text.Json;
using TransitHub.Server.Commands;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

public sealed class DeviceTestCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Messages_that_are_understood_are_told_by_kind()
    {
        CommandRun run = await this.OfFileAsync(
            """2026-11-23T04:10:00Z transithub/v1/city/avl/bus-1 {"measured_at": "2026-11-23T04:09:59Z", "lat": 13.75, "lon": 100.5}""",
            """2026-11-23T04:10:01Z transithub/v1/city/status/bus-1 {"online": true}""");
        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("2 messages heard", run.Output, StringComparison.Ordinal);
        Assert.Contains("understood: 1 of kind avl", run.Output, StringComparison.Ordinal);
        Assert.Contains("All is understood.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""transithub/v1/city/avl/bus-1 {"measured_at": 1795407000000, "lat": 13.75, "lon": 100.5}""", "invalid_field", "field that is named")]
    [InlineData("""transithub/v1/city/avl/bus-1 {"measured_at": 1795432200, "lat": 13.75, "lon": 100.5}""", "from_the_future", "local time")]
    [InlineData("""transithub/v1/city/avl/bus-1 {"measured_at": 1795320600, "lat": 13.75, "lon": 100.5}""", "too_old", "NTP")]
    [InlineData("""transithub/v1/city/avl/bus-1 {"lat": 13.75, "lon": 100.5}""", "missing_field", "Add the field")]
    [InlineData("""transithub/v1/city/avl/bus-1 <xml/>""", "malformed_payload", "JSON")]
    [InlineData("""transithub/v1/town/avl/bus-1 {"measured_at": 1795407000, "lat": 13.75, "lon": 100.5}""", "unknown_feed", "third part of the topic")]
    [InlineData("""transithub/v2/city/avl/bus-1 {"measured_at": 1795407000, "lat": 13.75, "lon": 100.5}""", "unknown_topic", "letter by letter")]
    [InlineData("""transithub/v1/city/avl/bus-2 {"measured_at": 1795407000, "lat": 13.75, "lon": 100.5}""", "topic_not_allowed", "own id")]
    public async Task What_is_wrong_is_told_with_its_remedy(string message, string reason, string remedy)
    {
        CommandRun run = await this.OfFileAsync("2026-11-23T04:10:00Z " + message);
        Assert.Equal((1, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains($"  {reason}: 1, for one of ", run.Output, StringComparison.Ordinal);
        Assert.Contains(remedy, run.Output, StringComparison.Ordinal);
        Assert.Contains("Not all is understood.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_that_connects_is_heard_and_judged()
    {
        int port = TestPorts.Free();
        string password = this.folder.File("password", "secret\n");
        Task<CommandRun> listening = CommandRun.Of(
            "device", "test", "--feed", "city", "--listen", $"127.0.0.1:{port}", "--device", "bus-1", "--user", "vendor", "--password-file", password, "--messages", "3", "--seconds", "120", "--json");
        string position = string.Create(CultureInfo.InvariantCulture, $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.75, "lon": 100.5}""");
        string[] login = ["-q", "1", "-u", "vendor", "-P"];
        await Hosting.RunningHub.UntilAsync("the test listens", () => PublishedAsync(port, "transithub/v1/city/avl/bus-1", position, [.. login, "secret"]));
        Assert.False(await PublishedAsync(port, "transithub/v1/city/avl/bus-1", position, [.. login, "wrong"]));
        Assert.True(await PublishedAsync(port, "transithub/v1/city/avl/bus-2", position, [.. login, "secret"]));
        Assert.True(await PublishedAsync(port, "transithub/v1/city/avl/bus-1", "{}", [.. login, "secret"]));
        CommandRun run = await listening;
        Assert.Equal(1, run.ExitCode);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(3, report.GetProperty("messages").GetInt64());
        Assert.Equal(1, report.GetProperty("understood").GetProperty("avl").GetInt64());
        Assert.Equal(["bad_credentials", "missing_field", "topic_not_allowed"], report.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("reason").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_goes_through_a_broker_is_heard()
    {
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        string position = string.Create(CultureInfo.InvariantCulture, $$"""{"measured_at": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}, "lat": 13.75, "lon": 100.5}""");
        using CancellationTokenSource heard = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task publishing = Task.Run(
            async () =>
            {
                for (int i = 0; !heard.IsCancellationRequested; i++)
                {
                    await Mosquitto.PublishAsync(broker.Port, $"transithub/v1/city/avl/bus-{i}", position, Cancellation, "-q", "1");
                    await Mosquitto.PublishAsync(broker.Port, $"transithub/v1/town/avl/bus-{i}", position, Cancellation, "-q", "1");
                }
            },
            Cancellation);
        CommandRun run = await CommandRun.Of("device", "test", "--feed", "city", "--mqtt", $"mqtt://127.0.0.1:{broker.Port}", "--messages", "2", "--seconds", "120");
        await heard.CancelAsync();
        await publishing;
        Assert.Contains("of kind avl", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.ExitCode);
    }

    [Theory]
    [InlineData("--feed city", "Give one of --input FILE")]
    [InlineData("--feed city --input a --listen 127.0.0.1:0", "Give one of --input FILE")]
    [InlineData("--feed city --listen 0.0.0.0:0", "loopback only")]
    [InlineData("--feed city --listen here", "no address")]
    [InlineData("--feed city --listen 127.0.0.1:0 --user vendor", "go together")]
    [InlineData("--feed city --listen 127.0.0.1:0 --seconds 0", "--seconds")]
    [InlineData("--feed city --mqtt http://here", "--mqtt")]
    [InlineData("--feed city --mqtt mqtt://127.0.0.1:1 --device a", "--device is for")]
    [InlineData("--feed city --input absent.txt", "absent.txt")]
    public async Task What_cannot_be_is_refused(string arguments, string told)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        (await CommandRun.Of(["device", "test", .. arguments.Split(' ')])).AssertFailed(ExitCode.WrongUse, told);
    }

    private static async Task<bool> PublishedAsync(int port, string topic, string payload, string[] more)
    {
        try
        {
            await Mosquitto.PublishAsync(port, topic, payload, Cancellation, more);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private Task<CommandRun> OfFileAsync(params string[] lines) =>
        CommandRun.Of("device", "test", "--feed", "city", "--device", "bus-1", "--input", this.folder.File("messages.txt", string.Join('\n', lines) + "\n"));
}
