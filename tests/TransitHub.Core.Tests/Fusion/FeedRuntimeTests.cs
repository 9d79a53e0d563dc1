using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Storage;
using TransitHub.Core.Tests.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Fusion;

public sealed class FeedRuntimeTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Start));
    private readonly HeldLog log = new();
    private CancellationTokenSource stop = new();
    private FeedRuntime? runtime;
    private Task running = Task.CompletedTask;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await this.StopAsync();
        this.stop.Dispose();
    }

    [Fact]
    public async Task Is_acknowledged_after_the_append_is_durable_and_not_before()
    {
        FeedRuntime feed = await this.StartAsync();
        this.log.Hold = new();
        Task settled = await feed.Intake.EnqueueAsync([Avl(0, 0)], Cancel);
        await this.log.Entered.Task.WaitAsync(Cancel);
        Assert.False(settled.IsCompleted);
        this.log.Hold.SetResult();
        await settled.WaitAsync(Cancel);
        Assert.Equal(1, this.log.LastSequence);
        Assert.Equal(new IntakeCounters(1, 1, 0, 0, 0, 0), feed.Intake.Counters);
    }

    [Fact]
    public async Task All_that_waited_for_the_disk_shares_the_next_append()
    {
        FeedRuntime feed = await this.StartAsync();
        TaskCompletionSource hold = new();
        this.log.Hold = hold;
        Task first = await feed.Intake.EnqueueAsync([Avl(0, 0)], Cancel);
        List<Task> others = [];
        for (int i = 0; i < 1000; i++)
        {
            others.Add(await feed.Intake.EnqueueAsync([Avl(0, 0, device: "d" + i)], Cancel));
        }

        this.log.Hold = null;
        hold.SetResult();
        await Task.WhenAll([first, .. others]).WaitAsync(Cancel);
        Assert.Equal(1001, this.log.Appends.Sum());
        Assert.InRange(this.log.Appends.Count, 1, 3);
    }

    [Fact]
    public async Task What_the_gate_refuses_is_settled_counted_and_not_logged()
    {
        FeedRuntime feed = await this.StartAsync();
        Task settled = await feed.Intake.EnqueueAsync([Avl(10, 10), Avl(11, 10), Avl(12, 5), Avl(13, 13)], Cancel);
        await settled.WaitAsync(Cancel);
        Assert.Equal(2, this.log.LastSequence);
        Assert.Equal(new IntakeCounters(4, 2, 2, 0, 0, 0), feed.Intake.Counters);
        Assert.Equal(1, feed.Ledger.CountOf(RejectionReason.Duplicate));
        Assert.Equal("measured 5.0 s before the last one accepted", Assert.Single(feed.Ledger.SamplesOf(RejectionReason.OutOfOrder)).Detail);
        Assert.Equal(2, feed.Devices.Find(DeviceId.Parse("bus-1"))!.Refused);
    }

    [Fact]
    public async Task Accepted_positions_appear_in_the_next_published_state()
    {
        FeedRuntime feed = await this.StartAsync();
        long sequence = feed.Publisher.Current.Sequence;
        await SendAsync(feed, Avl(0, 0), Avl(0, 0, device: "bus-2"));
        this.clock.Advance(TimeSpan.FromMilliseconds(250));
        HubSnapshot state = await feed.Publisher.WaitForLaterAsync(sequence, Cancel);
        Assert.Equal(["bus-1", "bus-2"], state.Vehicles.Select(v => v.Id.ToString()));
    }

    [Fact]
    public async Task When_the_log_fails_nothing_is_acknowledged_and_the_feed_is_not_ready_but_still_published()
    {
        FeedRuntime feed = await this.StartAsync();
        await SendAsync(feed, Avl(0, 0));
        this.log.Failure = new IOException("The disk is full. Make room.");
        Task failed = await feed.Intake.EnqueueAsync([Avl(1, 1)], Cancel);
        await Assert.ThrowsAsync<IOException>(() => failed);
        Task late = await feed.Intake.EnqueueAsync([Avl(2, 2)], Cancel);
        await Assert.ThrowsAsync<IOException>(() => late);
        await this.UntilAsync(feed, s => feed.NotReadyReason is not null && s.Vehicles.Length == 1);
        Assert.False(feed.Ready);
        Assert.Equal("The disk is full. Make room.", feed.NotReadyReason);
        Assert.Equal(new IntakeCounters(3, 1, 0, 0, 2, 0), feed.Intake.Counters);
        await this.UntilAsync(feed, s => s.Vehicles.IsEmpty);
    }

    [Fact]
    public async Task A_log_that_cannot_be_read_leaves_the_feed_not_ready_with_the_reason()
    {
        this.log.Failure = new LogDamagedException("/data/f/log/1.log", 99, "the batch's checksum does not hold");
        FeedRuntime feed = await this.StartAsync(isReady: false);
        Task refused = await feed.Intake.EnqueueAsync([Avl(0, 0)], Cancel);
        await Assert.ThrowsAnyAsync<IOException>(() => refused);
        Assert.Contains("/data/f/log/1.log at byte 99", feed.NotReadyReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopping_hub_still_makes_durable_what_it_took_and_takes_no_more()
    {
        FeedRuntime feed = await this.StartAsync();
        TaskCompletionSource hold = new();
        this.log.Hold = hold;
        Task first = await feed.Intake.EnqueueAsync([Avl(0, 0)], Cancel);
        Task second = await feed.Intake.EnqueueAsync([Avl(1, 1)], Cancel);
        await this.stop.CancelAsync();
        Assert.Equal("stopping", feed.NotReadyReason);
        Task late = await feed.Intake.EnqueueAsync([Avl(2, 2)], Cancel);
        await Assert.ThrowsAsync<IOException>(() => late);
        hold.SetResult();
        await Task.WhenAll(first, second).WaitAsync(Cancel);
        await this.running.WaitAsync(Cancel);
        Assert.Equal(2, this.log.LastSequence);
        Assert.Single(feed.Publisher.Current.Vehicles);
    }

    [Fact]
    public async Task After_a_restart_the_state_is_there_again_and_a_repeat_changes_nothing()
    {
        FeedRuntime before = await this.StartAsync();
        await SendAsync(before, Avl(0, 0), Avl(5, 5, north: 50), Avl(0, 0, device: "bus-2"));
        await this.StopAsync();
        Assert.NotEmpty(before.Ledger.List());
        FeedRuntime after = await this.StartAsync();
        Assert.Empty(after.Ledger.List());
        Assert.Equal(["bus-1", "bus-2"], after.Publisher.Current.Vehicles.Select(v => v.Id.ToString()));
        await SendAsync(after, Avl(9, 0), Avl(9, 5, north: 50), Avl(9, 0, device: "bus-2"));
        Assert.Equal(3, this.log.LastSequence);
        Assert.Equal(3, after.Ledger.CountOf(RejectionReason.Duplicate));
        Assert.Equal(2, after.Devices.Find(DeviceId.Parse("bus-1"))!.Accepted);
    }

    [Fact]
    public async Task After_a_restart_the_newest_counts_and_passages_are_there_again_and_a_repeat_changes_nothing()
    {
        Observation[] sent = [Total(-60, 100), Total(0, 110), Count(-60, 0, 14, direction: "out"), Passage(-1, "e1"), Load(-1, 31)];
        FeedRuntime before = await this.StartAsync();
        await SendAsync(before, sent);
        DeviceHealth was = before.Devices.Find(DeviceId.Parse("camera-1"))!;
        Assert.Equal([(10L, "in"), (14, "out")], was.Counts.Select(c => (c.Count!.Value, c.Key.Direction!)));
        await this.StopAsync();
        FeedRuntime after = await this.StartAsync();
        DeviceHealth again = after.Devices.Find(DeviceId.Parse("camera-1"))!;
        Assert.Equal(was.Counts, again.Counts);
        Assert.Equal((1, "e1"), (again.Passages, Assert.Single(again.LastPassages).EventId));
        Assert.Equal(31, after.Devices.Find(DeviceId.Parse("bus-1"))!.LastLoad!.Load);
        Assert.Equal(5, after.Counters.Ignored);
        await SendAsync(after, sent);
        Assert.Equal(5, this.log.LastSequence);
        Assert.Equal(new IntakeCounters(5, 0, 5, 0, 0, 0), after.Intake.Counters);
    }

    [Fact]
    public async Task Counts_on_segment_files_are_read_again_beside_positions()
    {
        using var folder = new TempFolder();
        await using (SegmentObservationLog files = SegmentObservationLog.Open(folder.Path, new()))
        {
            FeedRuntime feed = await this.StartAsync(onLog: files);
            await SendAsync(feed, Avl(0, 0), Count(-60, 0, 14) with { Uptime = 0.98f }, Passage(-1, "e1"), Load(-1, 31), Status(0, 0));
            await this.StopAsync();
        }

        Assert.Equal(
            [ObservationKind.Avl, ObservationKind.Count, ObservationKind.Passage, ObservationKind.Apc, ObservationKind.Status],
            ObservationLogReader.Read(folder.Path, from: default, cancellationToken: Cancel).Select(r => r.Observation.Kind));
    }

    [Fact]
    public async Task Recovery_reads_no_further_back_than_the_option_says()
    {
        await this.log.AppendAsync([Avl(-3000, -3000, device: "old"), Avl(-30, -30, device: "new")], Cancel);
        FeedRuntime feed = await this.StartAsync(new() { RecoveryMinutes = 1 });
        Assert.Equal(["new"], feed.Publisher.Current.Vehicles.Select(v => v.Id.ToString()));
        Assert.Null(feed.Devices.Find(DeviceId.Parse("old")));
    }

    [Fact]
    public async Task States_are_never_older_than_before_a_restart_even_if_the_hubs_clock_was_set_back()
    {
        this.clock.Advance(TimeSpan.FromMinutes(10));
        FeedRuntime before = await this.StartAsync();
        await SendAsync(before, Avl(600, 600));
        await this.StopAsync();
        Timestamp last = before.Publisher.Current.CreatedAt;
        this.clock.AdjustTime(DateTimeOffset.FromUnixTimeSeconds(Start));
        FeedRuntime after = await this.StartAsync();
        Assert.True(after.Publisher.Current.CreatedAt >= last);
    }

    [Fact]
    public async Task Runs_on_segment_files_as_it_does_on_any_log()
    {
        using var folder = new TempFolder();
        for (int round = 0; round < 3; round++)
        {
            await using (SegmentObservationLog files = SegmentObservationLog.Open(folder.Path, new()))
            {
                FeedRuntime feed = await this.StartAsync(onLog: files);
                Assert.Equal(Math.Min(round, 1), feed.Publisher.Current.Vehicles.Length);
                await SendAsync(feed, Avl(round, round));
                await this.StopAsync();
                Assert.Equal(round + 1, files.LastSequence);
            }
        }
    }

    [Fact]
    public void Says_which_settings_are_out_of_range()
    {
        FeedRuntimeOptions wrong = new() { RecoveryMinutes = -1, Loop = new() { SnapshotIntervalMilliseconds = 1 } };
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new FeedRuntime(FeedId.Parse("f"), Schedule.Empty, this.log, wrong, this.clock));
        Assert.Contains("RecoveryMinutes must be 0 to 1440 minutes.", error.Message, StringComparison.Ordinal);
        Assert.Contains("SnapshotIntervalMilliseconds must be 10 to 60000 milliseconds.", error.Message, StringComparison.Ordinal);
    }

    private async Task<FeedRuntime> StartAsync(FeedRuntimeOptions? options = null, bool isReady = true, IObservationLog? onLog = null)
    {
        this.runtime = new FeedRuntime(FeedId.Parse("f"), Schedule.Empty, onLog ?? this.log, options ?? new(), this.clock);
        this.stop.Dispose();
        this.stop = new();
        this.running = this.runtime.RunAsync(this.stop.Token);
        await this.runtime.Started.WaitAsync(Cancel);
        Assert.Equal(isReady, this.runtime.Ready);
        return this.runtime;
    }

    private async Task StopAsync()
    {
        await this.stop.CancelAsync();
        await this.running.WaitAsync(Cancel);
    }

    private static async Task SendAsync(FeedRuntime feed, params Observation[] observations)
    {
        Task settled = await feed.Intake.EnqueueAsync(observations, Cancel);
        await settled.WaitAsync(Cancel);
    }

    /// <summary>Lets seconds pass until a published state is as expected.</summary>
    private async Task UntilAsync(FeedRuntime feed, Predicate<HubSnapshot> isExpected)
    {
        for (int i = 0; i < 2000 && !isExpected(feed.Publisher.Current); i++)
        {
            long sequence = feed.Publisher.Current.Sequence;
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await feed.Publisher.WaitForLaterAsync(sequence, Cancel);
        }

        Assert.True(isExpected(feed.Publisher.Current));
    }
}
