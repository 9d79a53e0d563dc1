using System.Text.Json.Nodes;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly ReplayFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Finds_no_error_in_a_good_feed()
    {
        CommandRun run = await CommandRun.Of("validate", this.folder.Gtfs);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.Equal(("gtfs.zip", 0, 1, 2), ((string)json["feed"]!, (int)json["errors"]!, (int)json["trips"]!, (int)json["stops"]!));
    }

    [Fact]
    public async Task Names_file_line_field_and_value_of_an_error()
    {
        this.WriteBadFeed();
        CommandRun run = await CommandRun.Of("validate", this.folder.Gtfs);

        Assert.Equal(1, run.ExitCode);
        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.True((int)json["errors"]! > 0);
        JsonNode sample = json["notices"]!.AsArray().SelectMany(n => n!["sampleNotices"]!.AsArray()).First(s => (string?)s!["fieldValue"] == "<99>")!;
        Assert.Equal(("stops.txt", 2, "stop_lat"), ((string)sample["filename"]!, (int)sample["csvRowNumber"]!, (string)sample["fieldName"]!));
    }

    [Fact]
    public async Task Writes_a_readable_page_in_which_no_value_is_markup()
    {
        this.WriteBadFeed();
        CommandRun run = await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--html", this.folder.In("page.html"), "--out", this.folder.In("notices.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("gtfs.zip: ", run.Output, StringComparison.Ordinal);
        Assert.True((int)JsonNode.Parse(await File.ReadAllTextAsync(this.folder.In("notices.json"), TestContext.Current.CancellationToken))!["errors"]! > 0);
        string page = await File.ReadAllTextAsync(this.folder.In("page.html"), TestContext.Current.CancellationToken);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;99&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<99>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_missing_in_a_call()
    {
        (await CommandRun.Of("validate")).AssertFailed(2, "validate needs a feed");
        (await CommandRun.Of("validate", this.folder.Gtfs, "--gtfs", this.folder.Gtfs)).AssertFailed(2, "one feed");
        (await CommandRun.Of("validate", this.folder.Gtfs, "--country", "XX")).AssertFailed(2, "--country XX is no country");
        (await CommandRun.Of("validate", "/no/such.zip")).AssertFailed(2, "There is no GTFS zip or folder /no/such.zip");
        (await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", "/no/such")).AssertFailed(2, "--realtime: there is no file or folder /no/such");
        (await CommandRun.Of("validate", "--gtfs", this.folder.Gtfs, "--realtime", Directory.CreateDirectory(this.folder.In("none")).FullName)).AssertFailed(2, "no file *.pb");
        (await CommandRun.Of("validate", this.folder.Gtfs, "--html", "/proc/page.html")).AssertFailed(2, "--html /proc/page.html cannot be written");
    }

    [Fact]
    public async Task Finds_no_error_in_the_feed_of_Auckland()
    {
        Assert.SkipUnless(SharedData.Has("auckland-2019-08-13/gtfs.zip"), SharedData.SkipReason);
        CommandRun run = await CommandRun.Of("validate", SharedData.Path("auckland-2019-08-13/gtfs.zip"), "--out", this.folder.In("n.json"));

        Assert.Equal(0, run.ExitCode);
    }

    private void WriteBadFeed()
    {
        using MemoryStream zip = FeedText.TwoStops().With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,<99>,100.50\nB,Beta,13.71,100.50").ToZip();
        this.folder.Write("gtfs.zip", zip.ToArray());
    }
}
