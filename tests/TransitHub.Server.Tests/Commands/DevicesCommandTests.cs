using TransitHub.Testing;

namespace TransitHub.Server.Tests.Commands;

/// <summary>Shared devices are put into a real Redis and got from there.</summary>
public sealed class DevicesCommandTests : IAsyncLifetime
{
    private const string AtStop = """
        language: en
        devices:
          - id: gate
            name: {th: ประตู, en: Gate}
            at: [13.7000, 100.5000]
            bearing: 270
            field_of_view: 70
            channels:
              - id: in
                line: [[13.7000, 100.4999], [13.7000, 100.5001]]
                counts: [person]
                stop: STOP
                directions:
                  a_to_b: {bearing: 0, to: {th: เหนือ, en: North}, means: boarding}
                  b_to_a: {bearing: 180}
        """;
    private readonly ReplayFolder folder = new();
    private RedisServer server = null!;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await this.server.DisposeAsync();
        this.folder.Dispose();
    }

    [Fact]
    public async Task What_was_put_is_got_and_each_time_it_is_one_version_more()
    {
        (await this.Get()).AssertFailed(1, "Feed f has no shared devices there");
        string one = this.folder.Write("one.yaml", "devices: []\n");
        string two = this.folder.Write("two.yaml", AtStop.Replace("stop: STOP", "site: crossing", StringComparison.Ordinal).Replace(", means: boarding", string.Empty, StringComparison.Ordinal));
        CommandRun first = await this.Put(one);
        Assert.Equal((0, string.Empty), (first.ExitCode, first.Error));
        Assert.Contains("is version 1 of the devices of feed f.", first.Output, StringComparison.Ordinal);

        CommandRun second = await this.Put(two);
        Assert.Contains("Feed f: 1 devices", second.Output, StringComparison.Ordinal);
        Assert.Contains("is version 2 ", second.Output, StringComparison.Ordinal);
        CommandRun got = await this.Get();
        Assert.Equal((0, await File.ReadAllTextAsync(two, TestContext.Current.CancellationToken)), (got.ExitCode, got.Output));
        Assert.Equal("Version 2 of the devices of feed f.", got.Error.TrimEnd());
    }

    [Fact]
    public async Task One_that_expects_another_version_changes_nothing()
    {
        string first = this.folder.Write("one.yaml", "devices: []\n");
        string file = this.folder.Write("two.yaml", "devices: []\n\n");
        Assert.Equal(0, (await this.Put(first, "--expect", "0")).ExitCode);
        (await this.Put(file, "--expect", "0")).AssertFailed(1, "are of another version than 0, and nothing was written");
        (await this.Put(file, "--expect", "-1")).AssertFailed(2, "--expect must be 0 or the number of a version");
        Assert.StartsWith("Version 1 ", (await this.Get()).Error, StringComparison.Ordinal);
        Assert.Contains("is version 2 ", (await this.Put(file, "--expect", "1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_serve_would_refuse_is_not_put()
    {
        string file = this.folder.Write("one.yaml", AtStop.Replace("STOP", "nowhere", StringComparison.Ordinal));
        CommandRun unknown = await this.Put(file, "--gtfs", this.folder.Gtfs);
        Assert.Equal(1, unknown.ExitCode);
        Assert.StartsWith($"transithub: {file} has ", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("nowhere", unknown.Error, StringComparison.Ordinal);
        (await this.Put(this.folder.In("none.yaml"))).AssertFailed(1, "none.yaml: there is no such file.");
        (await this.Get()).AssertFailed(1, "has no shared devices");

        string right = this.folder.Write("two.yaml", AtStop.Replace("STOP", "A", StringComparison.Ordinal));
        Assert.Equal(0, (await this.Put(right, "--gtfs", this.folder.Gtfs)).ExitCode);
    }

    [Fact]
    public async Task A_hub_without_Redis_is_told_where_its_devices_are() =>
        (await CommandRun.Of("devices", "get", "--feed", "f")).AssertFailed(2, "Give --redis HOST:PORT");

    private Task<CommandRun> Put(string file, params string[] more) =>
        CommandRun.Of(["devices", "put", "--redis", $"127.0.0.1:{this.server.Port}", "--feed", "f", .. more, file]);

    private Task<CommandRun> Get() => CommandRun.Of("devices", "get", "--redis", $"127.0.0.1:{this.server.Port}", "--feed", "f");
}
