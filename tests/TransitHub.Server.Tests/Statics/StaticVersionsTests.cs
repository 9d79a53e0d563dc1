using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Tests.Statics;

public sealed class StaticVersionsTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public void Keeps_the_newest_versions_with_the_current_one_first()
    {
        var versions = new StaticVersions(this.folder.Path);
        Schedule[] schedules = [.. Enumerable.Range(1, 3).Select(Version)];
        foreach (Schedule schedule in schedules)
        {
            Publish(versions, schedule, keep: 2);
        }

        Assert.Equal(["v3", "v2"], versions.All.Select(v => v.Version));
        Assert.Equal("v3", versions.Current!.Version);
        Assert.Null(versions.Find("v1"));
        Assert.Equal(2, Directory.GetFiles(this.folder.Path, "*.zip").Length);
    }

    [Fact]
    public void Finds_them_again_after_a_restart_with_the_day_of_their_first_service()
    {
        Publish(new StaticVersions(this.folder.Path), Version(1), keep: 2);
        var again = new StaticVersions(this.folder.Path);
        Publish(again, Version(1), keep: 2, at: 999);

        Assert.Equal(7, Assert.Single(again.All).FirstServedAt);
        Assert.NotNull(again.Find(again.Current!.ContentHash));
        Assert.NotNull(again.Find("v1"));
    }

    private static Schedule Version(int number) => TestCity.Feed().With("feed_info.txt", $"""
        feed_publisher_name,feed_publisher_url,feed_lang,feed_version
        X,https://example.org,en,v{number}
        """).Read().Schedule;

    private static void Publish(StaticVersions versions, Schedule schedule, int keep, long at = 7) =>
        versions.Publish(schedule, stream => stream.Write("zip"u8), Timestamp.FromUnixSeconds(at), keep);
}
