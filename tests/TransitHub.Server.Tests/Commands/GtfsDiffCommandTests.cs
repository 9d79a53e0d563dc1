using System.Text.Json.Nodes;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsDiffCommandTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(
        FeedText.TwoStops(),
        FeedText.TwoStops()
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA9,Alpha,13.70,100.50\nB,<Beta>,13.71,100.50")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A9,1\nT,08:05:00,08:05:00,B,2"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Tells_people_what_changed_and_names_the_ids()
    {
        CommandRun run = await CommandRun.Of("gtfs", "diff", this.feeds[0], this.feeds[1], "--html", this.feeds.New("page.html"));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("stops: 1 kept, 1 changed, 0 reused (50.0 %)", run.Output, StringComparison.Ordinal);
        Assert.Contains("stop changed | A | A9 | Alpha", run.Output, StringComparison.Ordinal);
        Assert.Contains("stop | B | stop_name | Beta | <Beta>", run.Output, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(this.feeds.New("page.html"), TestContext.Current.CancellationToken);
        Assert.Contains("<td>&lt;Beta&gt;</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_zip_is_named_and_is_no_feed_from_which_all_has_gone()
    {
        string cut = this.feeds.New("cut.zip");
        await File.WriteAllBytesAsync(cut, FeedText.TwoStops().ToZip().ToArray()[..200], TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("gtfs", "diff", this.feeds[0], cut);

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains($"{cut}: The file is no zip, or its end is missing", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_json()
    {
        CommandRun run = await CommandRun.Of("gtfs", "diff", this.feeds[0], this.feeds[1], "--json");

        JsonNode json = JsonNode.Parse(run.Output)!;
        Assert.Equal("20260101", (string?)json["before"]!["first_date"]);
        Assert.Equal("A9", (string?)json["ids"]!.AsArray().Single(i => (string?)i!["kind"] == "stop")!["changes"]![0]!["after"]);
        Assert.Equal(50, (double)json["percent_broken_ids"]!);
    }

    [Fact]
    public async Task Fails_when_more_ids_changed_than_are_allowed()
    {
        Assert.Equal(0, (await CommandRun.Of("gtfs", "diff", this.feeds[0], this.feeds[1], "--fail-on-id-changes", "50")).ExitCode);
        CommandRun run = await CommandRun.Of("gtfs", "diff", this.feeds[0], this.feeds[1], "--fail-on-id-changes", "10");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("transithub: 50.0 % of the ids of one kind changed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_call()
    {
        (await CommandRun.Of("gtfs", "diff", "/no/such.zip", this.feeds[1])).AssertFailed(2, "There is no GTFS zip or folder /no/such.zip");
        (await CommandRun.Of("gtfs", "diff", this.feeds[0], this.feeds[1], "--fail-on-id-changes", "101")).AssertFailed(2, "--fail-on-id-changes must be 0 to 100");
    }
}
