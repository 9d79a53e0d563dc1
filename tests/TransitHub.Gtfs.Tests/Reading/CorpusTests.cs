using TransitHub.Gtfs.Reading;
using TransitHub.Testing;

namespace TransitHub.Gtfs.Tests.Reading;

public sealed class CorpusTests
{
    public static TheoryData<string> Feeds()
    {
        var feeds = new TheoryData<string>();
        foreach (var collection in (string[])["etalab", "transitfeed"])
        {
            var root = SharedData.Path(Path.Combine("gtfs-corpus", collection));
            if (Directory.Exists(root))
            {
                foreach (var feed in Directory.EnumerateFileSystemEntries(root).Where(path => !path.EndsWith("LICENSE-MIT.txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
                {
                    feeds.Add(Path.Combine("gtfs-corpus", collection, Path.GetFileName(feed)));
                }
            }
        }

        if (feeds.Count == 0)
        {
            feeds.Add("gtfs-corpus");
        }

        return feeds;
    }

    [Theory]
    [MemberData(nameof(Feeds))]
    public void Reads_every_odd_feed_and_says_where_it_is_odd(string feed)
    {
        Assert.SkipUnless(SharedData.Has(feed), SharedData.SkipReason);

        var (schedule, notices) = ScheduleReader.Read(SharedData.Path(feed), cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(schedule.Version);
        TestContext.Current.TestOutputHelper?.WriteLine($"{feed}: {schedule.Stops.Count} stops, {schedule.Trips.Count} trips, {schedule.Patterns.Count} patterns");
        Assert.All(notices, notice =>
        {
            TestContext.Current.TestOutputHelper?.WriteLine(notice.ToString());
            Assert.Matches("^[a-z0-9_]+$", notice.Code);
            Assert.EndsWith(".", notice.Message, StringComparison.Ordinal);
            Assert.True(notice.Line == 0 || notice.File.Length > 0);
        });
    }
}
