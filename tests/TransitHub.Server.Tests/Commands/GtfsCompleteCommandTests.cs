using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

public sealed class GtfsCompleteCommandTests : IDisposable
{
    private readonly TemporaryFeeds feeds = new(FeedText.TwoStops().Without("stop_times.txt").With("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nT,06:00:00,07:00:00,900"));

    public void Dispose() => this.feeds.Dispose();

    [Fact]
    public async Task Tells_what_became_of_each_route_and_of_how_much_use_can_be_made_before_and_after()
    {
        CommandRun run = await CommandRun.Of("gtfs", "complete", this.feeds[0], Sheets("route: R\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 30}"), "--out", this.feeds.New("c.zip"));

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("route R (routes/r.yaml): 1 trips got stop times", run.Output, StringComparison.Ordinal);
        Assert.Contains("before: 0 of 1 routes and 0 of 1 trips can be ridden", run.Output, StringComparison.Ordinal);
        Assert.Contains("after: 1 of 1 routes and 1 of 1 trips can be ridden", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_mistakes_and_leaves_an_older_zip_as_it_was()
    {
        string zip = this.feeds.New("c.zip");
        await File.WriteAllTextAsync(zip, "older", TestContext.Current.CancellationToken);
        CommandRun run = await CommandRun.Of("gtfs", "complete", this.feeds[0], Sheets("route: Z\nstops: [A, B]\npath: {straight: true}\ntravel: {speed_kmh: 30}"), "--out", zip);

        Assert.Equal((1, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains("has 1 mistake(s). No zip was written.", run.Error, StringComparison.Ordinal);
        Assert.Contains("r.yaml:1: the feed has no route 'Z'", run.Error, StringComparison.Ordinal);
        Assert.Equal("older", await File.ReadAllTextAsync(zip, TestContext.Current.CancellationToken));
        (await CommandRun.Of("gtfs", "complete", this.feeds[0], this.feeds.New("nowhere"), "--out", zip)).AssertFailed(2, "There is no folder");
    }

    [Fact]
    public async Task Completes_the_boats_of_the_national_feed_of_Thailand_with_the_sheets_of_this_repository()
    {
        Assert.SkipUnless(SharedData.Has("bangkok/namtang-2023-parts"), SharedData.SkipReason);
        (string repaired, string zip) = (this.feeds.New("repaired.zip"), this.feeds.New("namtang.zip"));
        await CommandRun.Of("gtfs", "repair", SharedData.Path("bangkok/namtang-2023-parts"), "--languages", "th,en", "--out", repaired);
        CommandRun run = await CommandRun.Of(
            "gtfs", "complete", repaired, Path.Combine(SharedData.RepositoryRoot, "src/TransitHub.Gtfs/Completing/Namtang"), "--only-ridable", "--out", zip);

        Assert.Equal((0, string.Empty), (run.ExitCode, run.Error));
        Assert.Contains("before: 0 of 1,449 routes and 0 of 3,477 trips can be ridden; 3,329 trips run by headway", run.Output, StringComparison.Ordinal);
        Assert.Contains("after: 28 of 28 routes and 106 of 106 trips can be ridden; 106 trips run by headway", run.Output, StringComparison.Ordinal);
        CommandRun checkedFeed = await CommandRun.Of("validate", zip, "--date", "20230601", "--out", this.feeds.New("notices.json"));
        Assert.Contains(": 0 errors", checkedFeed.Output, StringComparison.Ordinal);

        Schedule schedule = ScheduleReader.Read(zip, cancellationToken: TestContext.Current.CancellationToken).Schedule;
        Assert.True(schedule.Routes.TryFind("182", out int orange));
        int trip = schedule.Routes.Trips(orange)[0];
        Assert.Equal(25, schedule.Patterns.Stops(schedule.Trips.PatternIndex(trip)).Length);
        Assert.Equal("11", schedule.Shapes.Id(schedule.Trips.ShapeIndex(trip)));
        Assert.Equal("Nonthaburi Pier", schedule.Translations.Find("trips", "trip_headsign", "en", schedule.Trips.Id(trip), schedule.Trips.Headsign(trip)));
    }

    private string Sheets(string sheet)
    {
        string folder = this.feeds.New("sheets");
        Directory.CreateDirectory(Path.Combine(folder, "routes"));
        File.WriteAllText(Path.Combine(folder, "routes", "r.yaml"), sheet);
        return folder;
    }
}
