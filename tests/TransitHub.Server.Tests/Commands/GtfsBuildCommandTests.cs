using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Server.Commands.Gtfs;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsBuildCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string Sheets => Path.Combine(this.folder.Path, "sheets");

    private string Zip => Path.Combine(this.folder.Path, "city.zip");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Builds_a_feed_in_which_validate_finds_nothing()
    {
        new SheetTexts().WriteFolder(this.Sheets);
        CommandRun built = await CommandRun.Of("gtfs", "build", this.Sheets, "--out", this.Zip);
        CommandRun validated = await CommandRun.Of("validate", this.Zip);

        Assert.Equal(0, built.ExitCode);
        Assert.StartsWith($"{this.Zip}: 2 lines, 5 stops, 14 trips (10 headway windows, 42 stop times), 4 shapes, ", built.Output, StringComparison.Ordinal);
        Assert.Contains(", valid from 2026-01-01 to 2027-12-31", built.Output, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(validated.Output)!;
        Assert.Equal((0, 0, 0), (validated.ExitCode, (int)json["errors"]!, json["notices"]!.AsArray().Count));
    }

    [Fact]
    public async Task Lists_all_mistakes_in_one_run_and_writes_no_zip()
    {
        SheetTexts.WithTwelveMistakes().WriteFolder(this.Sheets);
        CommandRun run = await CommandRun.Of("gtfs", "build", this.Sheets, "--out", this.Zip);

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        string[] lines = run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, lines.Length);
        Assert.All(lines[..12], line => Assert.Matches($"^{this.Sheets}/(network|lines/one|lines/orange)\\.yaml:[0-9]+: [^:]+.*: .+", line));
        Assert.Equal($"transithub: {this.Sheets} has 12 mistakes. No zip was written.", lines[12]);
        Assert.False(Path.Exists(this.Zip));
    }

    [Fact]
    public async Task Says_when_the_sheets_have_expired_and_builds_all_the_same()
    {
        new SheetTexts().WriteFolder(this.Sheets);
        using StringWriter output = new();
        using StringWriter error = new();
        var clock = new FakeTimeProvider(new DateTimeOffset(2028, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(0, await GtfsBuildCommand.RunAsync(this.Sheets, this.Zip, new TraceInput(), tracer: null, clock, output, error, TestContext.Current.CancellationToken));
        Assert.Contains("network.yaml:8: warning: service ended on 2027-12-31, and today is 2028-02-01: ", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(", 1 warning\n", output.ToString(), StringComparison.Ordinal);
        Assert.True(Path.Exists(this.Zip));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_older_zip()
    {
        SheetTexts.WithTwelveMistakes().WriteFolder(this.Sheets);
        await File.WriteAllTextAsync(this.Zip, "older", TestContext.Current.CancellationToken);
        await CommandRun.Of("gtfs", "build", this.Sheets, "--out", this.Zip);

        Assert.Equal("older", await File.ReadAllTextAsync(this.Zip, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_call()
    {
        new SheetTexts().WriteFolder(this.Sheets);
        (await CommandRun.Of("gtfs", "build", "/no/such", "--out", this.Zip)).AssertFailed(2, "There is no folder /no/such");
        (await CommandRun.Of("gtfs", "build", this.Sheets, "--out", "/proc/city.zip")).AssertFailed(2, "--out /proc/city.zip cannot be written");

        CommandRun missing = await CommandRun.Of("gtfs", "build", this.Sheets);
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("--out", missing.Error, StringComparison.Ordinal);
        CommandRun group = await CommandRun.Of("gtfs");
        Assert.Equal(2, group.ExitCode);
        Assert.Contains("Commands: build", group.Error, StringComparison.Ordinal);
        CommandRun help = await CommandRun.Of("gtfs", "build", "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains("network.yaml", help.Output, StringComparison.Ordinal);
    }
}
