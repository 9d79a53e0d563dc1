using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsRepairCommandTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(FeedText.TwoStops()
        .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon,zone_id\nA,ท่าเตียน;Tha Tien,13.70,100.50,1\nB,\"ท่าช้าง;Tha Chang, north\",13.71,100.50,1\nC,;Only,13.72,100.50,1")
        .With("feed_info.txt", "feed_publisher_name,feed_publisher_url,feed_lang\nX,https://example.org,tha")
        .With("notes.txt", "a;b"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Splits_two_languages_of_a_name_and_carries_all_else()
    {
        string zip = this.feeds.New("repaired.zip");
        CommandRun run = await CommandRun.Of("gtfs", "repair", this.feeds[0], "--languages", "th,en", "--out", zip);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("stops.stop_name: 2 split", run.Output, StringComparison.Ordinal);
        Assert.Contains("shapes.txt is missing", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 routes and 1 of 1 trips can be ridden", run.Output, StringComparison.Ordinal);
        Schedule schedule = ScheduleReader.Read(zip, cancellationToken: TestContext.Current.CancellationToken).Schedule;
        Assert.Equal(["ท่าเตียน", "ท่าช้าง", ";Only"], Enumerable.Range(0, 3).Select(schedule.Stops.Name));
        Assert.Equal("Tha Chang, north", schedule.Translations.Find("stops", "stop_name", "en", "B", "ท่าช้าง"));
        Assert.Equal("th", schedule.FeedInfo!.Language);
    }

    [Fact]
    public async Task Tells_plainly_that_nothing_can_be_ridden_without_stop_times()
    {
        using TemporaryFeeds parts = new(FeedText.TwoStops().Without("stop_times.txt"));
        CommandRun run = await CommandRun.Of("gtfs", "repair", parts[0], "--languages", "th,en", "--out", parts.New("r.zip"));

        Assert.Contains("stop_times.txt is missing: no trip can be ridden", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 1 routes and 0 of 1 trips can be ridden", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_call()
    {
        string zip = this.feeds.New("r.zip");
        (await CommandRun.Of("gtfs", "repair", this.feeds[0], "--languages", "th", "--out", zip)).AssertFailed(2, "--languages must be two language tags");
        (await CommandRun.Of("gtfs", "repair", this.feeds[0], "--languages", "th,en", "--separator", "ab", "--out", zip)).AssertFailed(2, "--separator must be one character");
    }

    [Fact]
    public async Task Splits_the_names_of_the_national_feed_of_Thailand()
    {
        Assert.SkipUnless(SharedData.Has("bangkok/namtang-2023-parts"), SharedData.SkipReason);
        string zip = this.feeds.New("namtang.zip");
        CommandRun run = await CommandRun.Of("gtfs", "repair", SharedData.Path("bangkok/namtang-2023-parts"), "--languages", "th,en", "--out", zip);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Schedule schedule = ScheduleReader.Read(zip, cancellationToken: TestContext.Current.CancellationToken).Schedule;
        Assert.Equal("BTS บางหว้า", schedule.Stops.Name(0));
        Assert.Equal("BTS Bang Wa", schedule.Translations.Find("stops", "stop_name", "en", "1", "BTS บางหว้า"));
    }
}
