using Microsoft.Extensions.Time.Testing;
using TransitHub.Archive.Days;

namespace TransitHub.Archive.Tests;

public sealed class LogArchivistTests : IDisposable
{
    private readonly ArchiveScene scene = new();
    private readonly MemoryLog log = new();
    private readonly FakeTimeProvider clock = new();
    private readonly List<ArchiveNotice> notices = [];

    public void Dispose() => this.scene.Dispose();

    [Fact]
    public async Task A_day_is_rolled_once_it_is_over_for_as_long_as_the_operator_wants()
    {
        this.log.Add(Samples.Status(10), Samples.Status(86_400));
        LogArchivist archivist = this.Open(new ArchiveOptions { AfterHours = 2 });

        await this.RunAtAsync(archivist, days: 1, hours: 1.99);
        Assert.Empty(this.Days());

        await this.RunAtAsync(archivist, days: 1, hours: 2);
        Assert.Equal(["2026-03-02"], this.Days());
        Assert.Equal((false, true), (this.notices[^1].IsTrouble, this.notices[^1].Message.StartsWith("Archived 2026-03-02: 1 device_status;", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_days_that_a_hub_missed_follow_and_none_is_made_twice()
    {
        this.log.Add(Samples.Status(10), Samples.Status(86_410), Samples.Status((5 * 86_400) + 10), Samples.Status((6 * 86_400) + 10));
        LogArchivist archivist = this.Open(new ArchiveOptions());

        await this.RunAtAsync(archivist, days: 6, hours: 12);
        await this.RunAtAsync(archivist, days: 6, hours: 13);

        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-07"], this.Days());
        Assert.Equal(3, this.notices.Count);
    }

    [Fact]
    public async Task A_day_that_the_operator_removed_is_made_anew()
    {
        this.log.Add(Samples.Status(10), Samples.Status(86_410));
        LogArchivist archivist = this.Open(new ArchiveOptions());
        await this.RunAtAsync(archivist, days: 3, hours: 12);
        Directory.Delete(this.scene.FolderOf(), recursive: true);

        await this.RunAtAsync(archivist, days: 3, hours: 13);

        Assert.Equal(["2026-03-02", "2026-03-03"], this.Days());
    }

    [Fact]
    public async Task Days_go_when_they_are_too_old_and_do_not_come_back_from_the_log()
    {
        this.log.Add(Enumerable.Range(0, 5).Select(day => Samples.Status((day * 86_400) + 10)));
        await this.RunAtAsync(this.Open(new ArchiveOptions()), days: 5, hours: 12);
        LogArchivist archivist = this.Open(new ArchiveOptions { KeepDays = 2 });

        await this.RunAtAsync(archivist, days: 5, hours: 13);
        await this.RunAtAsync(archivist, days: 5, hours: 14);

        Assert.Equal(["2026-03-05", "2026-03-06"], this.Days());
        Assert.Equal(3, this.notices.Count(n => n.Message.Contains("older than Archive:KeepDays = 2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Days_go_when_all_take_too_much_room_and_the_newest_stays()
    {
        this.log.Add(Enumerable.Range(0, 3).SelectMany(day => Enumerable.Range(0, 10).Select(i => Samples.Status((day * 86_400) + i))));
        var small = new ArchiveOptions { KeepBytes = 1 };
        LogArchivist archivist = this.Open(small);

        await this.RunAtAsync(archivist, days: 3, hours: 12);
        await this.RunAtAsync(this.Open(small), days: 3, hours: 13);

        Assert.Equal(["2026-03-04"], this.Days());
        Assert.Equal(2, this.notices.Count(n => n.Message.Contains("exceed Archive:KeepBytes = 1", StringComparison.Ordinal)));
        Assert.Equal(3, this.notices.Count(n => n.Message.StartsWith("Archived", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_damaged_part_of_the_log_is_told_once_and_keeps_no_other_day_waiting()
    {
        this.log.Add(Samples.Status(10), Samples.Status(86_410), Samples.Status(3 * 86_400));
        this.log.DamagedAt = 2;
        LogArchivist archivist = this.Open(new ArchiveOptions { StopVisits = false });

        await this.RunAtAsync(archivist, days: 4, hours: 12);
        await this.RunAtAsync(archivist, days: 4, hours: 13);

        ArchiveNotice trouble = Assert.Single(this.notices, n => n.IsTrouble && n.Message.Contains("2026-03-03", StringComparison.Ordinal));
        Assert.Contains("a checksum does not hold", trouble.Message, StringComparison.Ordinal);
        Assert.Contains("2026-03-05", this.Days());

        this.log.DamagedAt = null;
        await this.RunAtAsync(archivist, days: 4, hours: 14);
        Assert.Equal(["2026-03-02", "2026-03-03", "2026-03-05"], this.Days());
    }

    [Fact]
    public async Task Tells_what_a_day_lacks()
    {
        this.log.Add(Enumerable.Range(0, 10).Select(i => Samples.Status(i * 60))).Add(Samples.Status(86_400));
        this.log.Lose(1, 1);
        this.log.Lose(4, 6);

        await this.RunAtAsync(this.Open(new ArchiveOptions()), days: 1, hours: 12);

        Assert.Contains(this.notices, n => n.IsTrouble && n.Message.StartsWith("The archived day 2026-03-02 lacks 3 records between sequences 2 and 10", StringComparison.Ordinal));
        Assert.Contains(this.notices, n => n.IsTrouble && n.Message.StartsWith("The archived day 2026-03-02 begins with sequence 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_left_of_a_day_that_was_broken_off()
    {
        this.log.Add(Enumerable.Range(0, 5000).Select(i => Samples.Status(i)));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        this.clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Samples.Midnight + (2 * 86_400)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => this.Open(new ArchiveOptions()).RunOnceAsync(stop.Token));

        Assert.Empty(Directory.EnumerateFileSystemEntries(this.scene.Archive.Path));
    }

    [Fact]
    public async Task Does_nothing_where_it_is_off()
    {
        this.log.Add(Samples.Status(10), Samples.Status(86_410));

        await this.RunAtAsync(this.Open(new ArchiveOptions { Enabled = false }), days: 9, hours: 12);

        Assert.False(Directory.Exists(this.scene.Archive.Path));
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        var wrong = new ArchiveOptions { AfterHours = 0, KeepDays = 0, KeepBytes = 1, CoreShare = 2 };

        Assert.Equal(["AfterHours", "KeepDays", "KeepBytes", "CoreShare"], wrong.Check().Select(w => w.Split(' ')[0]));
        Assert.Empty(new ArchiveOptions().Check());
    }

    [Fact]
    public async Task Work_rests_for_the_rest_of_the_core()
    {
        var pace = new WorkPace(0.25, this.clock);
        this.clock.Advance(TimeSpan.FromSeconds(1));

        Task resting = pace.RestAsync(CancellationToken.None).AsTask();
        this.clock.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(resting.IsCompleted);
        this.clock.Advance(TimeSpan.FromSeconds(0.2));
        await resting;
        Task next = pace.RestAsync(CancellationToken.None).AsTask();
        Assert.True(next.IsCompleted);
    }

    private LogArchivist Open(ArchiveOptions options) => new(
        this.log.Read, () => Samples.Source with { StopVisits = options.StopVisits }, this.scene.Archive, options, this.clock, this.notices.Add);

    private async Task RunAtAsync(LogArchivist archivist, int days, double hours)
    {
        this.clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(Samples.Midnight + (days * 86_400) + (long)(hours * 3600)));
        await archivist.RunOnceAsync(CancellationToken.None);
    }

    private IEnumerable<string> Days() => this.scene.Archive.ListDays().Select(d => Path.GetFileName(d.Folder));
}
