using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Fusion;

public sealed class FusionLoopTests : IAsyncDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(Start));
    private readonly SnapshotPublisher publisher;
    private FusionLoop loop;
    private Task running = Task.CompletedTask;

    public FusionLoopTests()
    {
        FeedId feed = FeedId.Parse("f");
        this.publisher = new(feed, Schedule.Empty, Moment(0));
        this.loop = Loop(new());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        this.loop.Complete();
        await this.running;
    }

    [Fact]
    public async Task Reports_that_come_within_the_interval_share_one_state()
    {
        for (int i = 0; i < 10; i++)
        {
            await this.loop.EnqueueAsync([Avl(0, 0, device: "d" + i)], Cancel);
        }

        // What waits already is done before this returns, while no time passes.
        this.Begin();
        Assert.Equal(1, this.publisher.Current.Sequence);
        this.clock.Advance(TimeSpan.FromMilliseconds(250));
        HubSnapshot state = await this.publisher.WaitForLaterAsync(1, Cancel);
        Assert.Equal(2, state.Sequence);
        Assert.Equal(10, state.Vehicles.Length);
        Assert.Equal(10, this.loop.Counters.Processed);
    }

    [Fact]
    public async Task A_report_after_a_quiet_time_is_published_at_once()
    {
        this.Begin();
        this.clock.Advance(TimeSpan.FromMilliseconds(900));
        await this.loop.EnqueueAsync([Avl(0.9, 0.9)], Cancel);
        Assert.Single((await this.publisher.WaitForLaterAsync(1, Cancel)).Vehicles);
    }

    [Fact]
    public async Task The_interval_is_an_option()
    {
        this.loop = Loop(new() { SnapshotIntervalMilliseconds = 5000 });
        this.Begin();
        for (int i = 0; i < 4; i++)
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await this.loop.EnqueueAsync([Avl(i, i)], Cancel);
        }

        Assert.Equal(1, this.publisher.Current.Sequence);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        HubSnapshot state = await this.publisher.WaitForLaterAsync(1, Cancel);
        Assert.Equal(Moment(5), state.CreatedAt);
    }

    [Fact]
    public async Task Time_passes_without_reports()
    {
        this.loop.Restore(Avl(0, 0));
        this.Begin();
        Assert.Single(this.publisher.Current.Vehicles);
        for (int i = 0; this.publisher.Current.Vehicles.Length > 0; i++)
        {
            Assert.True(i < 1000);
            long sequence = this.publisher.Current.Sequence;
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await this.publisher.WaitForLaterAsync(sequence, Cancel);
        }

        Assert.True(this.publisher.Current.CreatedAt >= Moment(new FusionOptions().RemoveAfterSeconds));
    }

    [Fact]
    public void Time_passes_with_restored_records_as_it_did_when_they_came()
    {
        this.loop.Restore(Avl(-5000, -5000, device: "gone"));
        for (int at = -4000; at < 0; at++)
        {
            this.loop.Restore(Avl(at, at));
        }

        this.loop.PublishRestored();
        Assert.Equal(["bus-1"], this.publisher.Current.Vehicles.Select(v => v.Id.ToString()));
    }

    [Fact]
    public async Task A_full_queue_holds_the_writer_up_until_the_loop_has_caught_up()
    {
        this.loop = Loop(new() { QueuedBatches = 2 });
        await this.loop.EnqueueAsync([Avl(0, 0)], Cancel);
        await this.loop.EnqueueAsync([Avl(1, 1)], Cancel);
        ValueTask third = this.loop.EnqueueAsync([Avl(2, 2)], Cancel);
        Assert.False(third.IsCompleted);
        this.Begin();
        await third;
    }

    [Fact]
    public async Task What_waits_when_it_is_told_to_end_is_still_published()
    {
        await this.loop.EnqueueAsync([Avl(0, 0)], Cancel);
        this.loop.Complete();
        this.Begin();
        await this.running.WaitAsync(Cancel);
        Assert.Single(this.publisher.Current.Vehicles);
    }

    [Fact]
    public async Task A_large_feed_makes_its_states_less_often()
    {
        const int vehicles = 50_000;
        this.loop = Loop(new() { QueuedBatches = 20 });
        await this.loop.EnqueueAsync([.. Enumerable.Range(0, vehicles).Select(i => Avl(0, 0, device: "d" + i))], Cancel);
        for (int i = 1; i <= 8; i++)
        {
            await this.loop.EnqueueAsync([Avl(i * 0.25, i * 0.25, device: "d0")], Cancel);
        }

        this.loop.Complete();
        this.Begin();
        await this.running.WaitAsync(Cancel);
        Assert.Equal(vehicles, this.publisher.Current.Vehicles.Length);

        // The empty one at the start, all vehicles at 0.25 s, then one for each half second, and the rest at the end.
        Assert.Equal(6, this.publisher.Current.Sequence);
    }

    private FusionLoop Loop(FusionLoopOptions options) =>
        new(new FusionPipeline(FeedId.Parse("f"), Schedule.Empty, new FusionOptions(), new RejectionLedger()), this.publisher, options, this.clock);

    private void Begin()
    {
        this.loop.PublishRestored();
        this.running = this.loop.RunAsync();
    }
}
