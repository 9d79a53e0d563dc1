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

    [Fact]
    public void Keeps_three_uploads_that_wait_and_what_served_before_stays()
    {
        var versions = new StaticVersions(this.folder.Path);
        Publish(versions, Version(1), keep: 10);
        Publish(versions, Version(2), keep: 10);
        Assert.All(Enumerable.Range(3, 4), number => Assert.True(Keep(versions, Version(number)).IsNew));

        Assert.Equal(["v2", "v6", "v5", "v4", "v1"], versions.All.Select(v => v.Version));
        Assert.Equal(["v2", "v1"], versions.Served.Select(v => v.Version));
        Assert.Null(versions.FindServed("v6"));
        Assert.False(Keep(versions, Version(6)).IsNew);
        Assert.Equal(5, Directory.GetFiles(this.folder.Path, "*.zip").Length);
        Assert.False(new StaticVersions(this.folder.Path).Find("v6")!.HasServed);
    }

    [Fact]
    public void An_upload_serves_from_when_it_is_made_ready_to()
    {
        var versions = new StaticVersions(this.folder.Path);
        Publish(versions, Version(1), keep: 10);
        Keep(versions, Version(2));
        versions.Stage(Version(2), static _ => Assert.Fail("It is there."), Timestamp.FromUnixSeconds(9));
        Assert.Equal(9, versions.FindServed("v2")!.FirstServedAt);
        Publish(versions, Version(2), keep: 10, at: 10);
        Assert.Equal((9, "v2"), (versions.Current!.FirstServedAt, versions.Current.Version));
    }

    [Fact]
    public void Leaves_nothing_of_a_zip_that_could_not_be_written()
    {
        var versions = new StaticVersions(this.folder.Path);
        Publish(versions, Version(1), keep: 10);
        Assert.Throws<IOException>(() => versions.Keep(Version(2), static _ => throw new IOException("The disk is full."), 10));
        Assert.Equal(["v1"], versions.All.Select(v => v.Version));
        Assert.Empty(Directory.GetFiles(this.folder.Path, "*.new"));
    }

    private static (StaticVersion Version, bool IsNew) Keep(StaticVersions versions, Schedule schedule) => versions.Keep(schedule, stream => stream.Write("zip"u8), 10);

    private static Schedule Version(int number) => TestCity.Feed().With("feed_info.txt", $"""
        feed_publisher_name,feed_publisher_url,feed_lang,feed_version
        X,https://example.org,en,v{number}
        """).Read().Schedule;

    private static void Publish(StaticVersions versions, Schedule schedule, int keep, long at = 7) =>
        versions.Publish(schedule, stream => stream.Write("zip"u8), Timestamp.FromUnixSeconds(at), keep);
}
