using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Observations;
using TransitHub.Core.Tests.Storage;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Grand totals outlive the process, however it ended and however long it was away.</summary>
public sealed class CountsFileTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly HeldLog log = new();
    private readonly List<string> notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(this.folder.Path, "counts");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Totals_go_on_after_a_stop()
    {
        Assert.Equal(10, await this.RunAsync(0, Minutes(0, 10)));
        Assert.Equal(15, await this.RunAsync(1, Minutes(8, 15)));
        Assert.Empty(this.notices);
    }

    [Fact]
    public async Task A_hub_that_was_killed_and_away_for_a_day_counts_what_the_log_has_beyond_the_file()
    {
        await this.RunAsync(0, Minutes(0, 10));
        byte[] old = await File.ReadAllBytesAsync(this.Path, Cancel);
        await this.RunAsync(1, Minutes(20, 30));

        // The kill: the file is that of an hour before, the log has all.
        await File.WriteAllBytesAsync(this.Path, old, Cancel);
        Assert.Equal(20, await this.RunAsync(25, []));
        Assert.Equal(21, await this.RunAsync(25, Minutes(1500, 1501)));
    }

    [Fact]
    public async Task Without_a_file_the_log_is_counted_as_far_back_as_the_hub_reads_it()
    {
        await this.RunAsync(0, Minutes(0, 10));
        File.Delete(this.Path);
        Assert.Equal(10, await this.RunAsync(1, []));
    }

    [Fact]
    public async Task A_file_of_something_else_is_told_of_and_replaced()
    {
        StateFile.Write(this.Path, [1, 2, 3]);
        Assert.Equal(10, await this.RunAsync(0, Minutes(0, 10)));
        Assert.Contains("in a form that this hub does not know", Assert.Single(this.notices), StringComparison.Ordinal);
        Assert.Equal(10, await this.RunAsync(1, []));
    }

    [Fact]
    public async Task A_folder_in_its_place_is_told_of_once_and_the_feed_counts_all_the_same()
    {
        Directory.CreateDirectory(this.Path);
        Assert.Equal(10, await this.RunAsync(0, Minutes(0, 10)));
        Assert.Contains("cannot be kept", Assert.Single(this.notices), StringComparison.Ordinal);
    }

    /// <summary>One counted in each minute.</summary>
    private static TrafficCount[] Minutes(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(m => Reports.Count(60 * m, 60 * (m + 1), 1) with { ReceivedAt = Reports.Moment(60 * (m + 1)) })];

    /// <summary>A hub from so many hours after the tests' start on; its grand total in the end.</summary>
    private async Task<long> RunAsync(double hour, TrafficCount[] counts)
    {
        FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeMilliseconds(Reports.Moment(3600 * (hour + 1)).UnixMilliseconds));
        await using FeedRuntime feed = new(
            FeedId.Parse("city"), Schedule.Empty, this.log, new(), clock, kept: new KeptFiles(this.folder.Path, this.notices.Add));
        using CancellationTokenSource stop = new();
        Task running = feed.RunAsync(stop.Token);
        await feed.Started.WaitAsync(Cancel);
        if (counts.Length > 0)
        {
            await await feed.Intake.EnqueueAsync(counts, Cancel);
        }

        await stop.CancelAsync();
        await running.WaitAsync(Cancel);
        return feed.Counting.Ledger.GrandTotal;
    }
}
