using System.Text.Json.Nodes;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsMergeCommandTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(
        FeedText.TwoStops(),
        FeedText.TwoStops().With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Other,13.80,100.50\nB,Beta,13.71,100.50"),
        FeedText.TwoStops().With("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nY,Elsewhere,https://example.org,Asia/Tokyo"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Writes_one_feed_and_tells_what_became_of_ids()
    {
        string zip = this.feeds.New("merged.zip");
        CommandRun run = await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", zip, "--publisher", "All of Them", "--html", this.feeds.New("page.html"));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("feed1 | stop | A → feed1:A", run.Output, StringComparison.Ordinal);
        Assert.Contains("feed_info.txt was made anew: All of Them", run.Output, StringComparison.Ordinal);
        Assert.Contains("feed1:A", await File.ReadAllTextAsync(this.feeds.New("page.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("validate", zip)).ExitCode);
    }

    [Fact]
    public async Task Writes_the_report_as_json()
    {
        CommandRun run = await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[0], "--out", this.feeds.New("m.zip"), "--json");

        Assert.Equal(["feed0", "feed02"], JsonNode.Parse(run.Output)!["feeds"]!.AsArray().Select(f => (string?)f));
    }

    [Fact]
    public async Task Writes_nothing_when_feeds_cannot_be_one()
    {
        string zip = this.feeds.New("none.zip");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[2], "--out", zip)).AssertFailed(1, "different time zones");

        Assert.False(File.Exists(zip) || File.Exists(zip + ".part"));
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_call()
    {
        string zip = this.feeds.New("none.zip");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], "/no/such.zip", "--out", zip)).AssertFailed(2, "There is no GTFS zip or folder /no/such.zip");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", zip, "--stops", "melt")).AssertFailed(2, "--stops must be keep or stations");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", zip, "--switch", "20260101")).AssertFailed(2, "give --upcoming with it");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", zip, "--upcoming", "--switch", "soon")).AssertFailed(2, "--switch must be a day");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", zip, "--upcoming", "--prefix")).AssertFailed(2, "give one of them");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], "--out", "/proc/x.zip")).AssertFailed(2, "--out /proc/x.zip cannot be written");
        (await CommandRun.Of("gtfs", "merge", this.feeds[0], this.feeds[1], this.feeds[1], "--upcoming", "--out", zip)).AssertFailed(1, "takes two feeds");
    }
}
