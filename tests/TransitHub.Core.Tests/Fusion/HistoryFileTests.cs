using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Storage;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>What was learned of the links outlives the process.</summary>
public sealed class HistoryFileTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]);
    private readonly List<string> notices = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(this.folder.Path, "link-history");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_feed_that_stops_keeps_what_it_learned_and_the_next_one_has_it()
    {
        await this.RunAsync(Morning());
        byte[] first = StateFile.Read(this.Path).Content!;

        await this.RunAsync([StreetScene.Make("other", "08:30:00", 0, null, 0)]);

        Assert.True(first.Length > 100);
        FusionPipeline next = this.scene.NewPipeline();
        Assert.Equal(4, next.RestoreHistory(first));
        Assert.Empty(this.notices);
    }

    [Fact]
    public async Task What_is_kept_and_stands_in_the_log_as_well_is_learned_once()
    {
        await this.RunAsync(Morning());
        byte[] kept = StateFile.Read(this.Path).Content!;

        FusionPipeline next = this.scene.NewPipeline();
        next.RestoreHistory(kept);
        foreach (AvlReport report in Morning())
        {
            next.Restore(report);
        }

        Assert.Equal(kept, next.EncodeHistory());
    }

    [Fact]
    public async Task What_the_log_has_beyond_the_kept_is_learned_at_the_start()
    {
        AvlReport[] morning = Morning();
        FusionPipeline whole = this.scene.NewPipeline();
        Array.ForEach(morning, whole.Process);
        await this.RunAsync(morning[..(morning.Length / 2)]);

        FusionPipeline next = this.scene.NewPipeline();
        next.RestoreHistory(StateFile.Read(this.Path).Content);
        Array.ForEach(morning, next.Restore);

        Assert.Equal(whole.EncodeHistory(), next.EncodeHistory());
    }

    [Fact]
    public async Task Is_kept_while_the_feed_runs_so_that_a_kill_loses_little()
    {
        FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeMilliseconds(StreetScene.At("08:20:00").UnixMilliseconds));
        await using FeedRuntime feed = this.NewRuntime(clock);
        using CancellationTokenSource stop = new();
        Task running = feed.RunAsync(stop.Token);
        await feed.Started.WaitAsync(Cancel);
        await await feed.Intake.EnqueueAsync(Morning(), Cancel);

        // However long the disk takes: only the test's own end bounds the wait.
        while (!File.Exists(this.Path))
        {
            long sequence = feed.Publisher.Current.Sequence;
            clock.Advance(TimeSpan.FromSeconds(1));
            await feed.Publisher.WaitForLaterAsync(sequence, Cancel);
        }

        Assert.True(File.Exists(this.Path));
        await stop.CancelAsync();
        await running.WaitAsync(Cancel);
    }

    [Fact]
    public async Task A_damaged_file_is_told_of_and_replaced()
    {
        await File.WriteAllBytesAsync(this.Path, [1, 2, 3], Cancel);

        await this.RunAsync(Morning());

        Assert.Contains("is no state file; it is replaced", Assert.Single(this.notices), StringComparison.Ordinal);
        Assert.NotNull(StateFile.Read(this.Path).Content);
    }

    [Fact]
    public async Task A_whole_file_of_something_else_is_told_of()
    {
        StateFile.Write(this.Path, [1, 2, 3]);

        await this.RunAsync([]);

        Assert.Contains("in a form that this hub does not know", Assert.Single(this.notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_its_place_is_told_of_and_the_feed_works_all_the_same()
    {
        Directory.CreateDirectory(this.Path);

        await this.RunAsync(Morning());

        Assert.Contains("cannot be kept", Assert.Single(this.notices), StringComparison.Ordinal);
    }

    private static AvlReport[] Morning() =>
    [
        StreetScene.Make("bus", "07:59:00", 0, "T", 0),
        .. StreetScene.MakeDrive("bus", "08:00:00", 0, "08:08:00", 4000, "T"),
    ];

    private FeedRuntime NewRuntime(FakeTimeProvider clock) => new(
        FeedId.Parse("street"), this.scene.Schedule, new HeldLog(), new(), clock, kept: new KeptFiles(this.folder.Path, this.notices.Add));

    private async Task RunAsync(AvlReport[] reports)
    {
        FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeMilliseconds(StreetScene.At("08:20:00").UnixMilliseconds));
        await using FeedRuntime feed = this.NewRuntime(clock);
        using CancellationTokenSource stop = new();
        Task running = feed.RunAsync(stop.Token);
        await feed.Started.WaitAsync(Cancel);
        if (reports.Length > 0)
        {
            await await feed.Intake.EnqueueAsync(reports, Cancel);
        }

        await stop.CancelAsync();
        await running.WaitAsync(Cancel);
    }
}
