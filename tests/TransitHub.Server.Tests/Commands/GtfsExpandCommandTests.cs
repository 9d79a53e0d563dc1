using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsExpandCommandTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(FeedText.TwoStops()
        .With("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nT,06:00:00,07:00:00,600,1\nT,07:00:00,08:00:00,600,0"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Tells_what_was_written_out_and_what_stays()
    {
        CommandRun run = await CommandRun.Of("gtfs", "expand", this.feeds[0], "--out", this.feeds.New("e.zip"));
        CommandRun all = await CommandRun.Of("gtfs", "expand", this.feeds[0], "--inexact", "--out", this.feeds.New("all.zip"));

        Assert.Equal((0, string.Empty, 0), (run.ExitCode, run.Error, all.ExitCode));
        Assert.Contains("6 trips of 1 templates; 1 windows stay in frequencies.txt", run.Output, StringComparison.Ordinal);
        Assert.Contains("--inexact writes them out as well", run.Output, StringComparison.Ordinal);
        Assert.Contains("12 trips of 1 templates; 0 windows stay", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--inexact", all.Output, StringComparison.Ordinal);
        (await CommandRun.Of("gtfs", "expand", this.feeds.New("none.zip"), "--out", this.feeds.New("e.zip"))).AssertFailed(2, "There is no GTFS zip or folder");
    }
}
