using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Tests.Conformance;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Tests.Fusion.Shards;
using TransitHub.Core.Tests.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Dispatching;

/// <summary>What stands is in the log wherever it is read from its newest part on.</summary>
public sealed class StandingChangesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_feed_that_starts_shows_no_state_without_what_stands()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(ConformanceNetwork.Now));
        var log = new HeldLog();
        ChangeBook book = Orders.Book(
            Timestamp.Now(clock), new ChangeDraft { Kind = ChangeKind.Cancel, TripId = "t2", StartDate = "20261123", ExpiresAt = ConformanceNetwork.Now + 60 }) with { Version = 1 };
        var runtime = new FeedRuntime(FeedId.Parse("f"), ConformanceNetwork.Read(), log, new FeedRuntimeOptions(), clock) { ChangesNow = () => book };
        using CancellationTokenSource stop = new();
        Task running = runtime.RunAsync(stop.Token);
        await runtime.Started.WaitAsync(Cancel);
        Assert.Equal("change-1", Assert.Single(runtime.Publisher.Current.Unseen).ChangeId);
        Assert.Equal(1, log.LastSequence);
        await runtime.AnnounceChangesAsync(Cancel);
        Assert.Equal(2, log.LastSequence);
        await stop.CancelAsync();
        await running.WaitAsync(Cancel);
        await runtime.DisposeAsync();
    }

    [Fact]
    public async Task Each_owner_of_a_shard_writes_what_stands_into_its_log_once_and_again_when_it_is_another()
    {
        await using var desk = new ShardDesk();
        FeedId feed = ShardDesk.Shard.Feed;
        Timestamp now = Timestamp.Now(desk.Clock);
        ChangeBook book = Orders.Book(now, new ChangeDraft { Kind = ChangeKind.IgnoreDevice, DeviceId = "bus-1", ExpiresAt = now.UnixSeconds + 600 });
        await desk.Storage.ServiceChanges.TryReplaceAsync(feed, book.Encode(), "ann", 0, Cancel);
        await desk.TakeOverAsync();
        await PassAsync(desk, 4);
        Assert.Single(desk.Log, r => r.Observation is ServiceChanges);
        Assert.True(desk.Work.Machine.Ledger.CountOf(RejectionReason.DeviceIgnored) > 0);

        await desk.TakeOverAsync();
        await PassAsync(desk, 4);
        Assert.Equal(2, desk.Log.Count(r => r.Observation is ServiceChanges));
        await desk.Storage.ServiceChanges.TryReplaceAsync(feed, ChangeBook.Empty.Encode(), "ann", 1, Cancel);
        await PassAsync(desk, 4);
        Assert.Equal(3, desk.Log.Count(r => r.Observation is ServiceChanges));
        Assert.Equal(desk.Undisturbed()[^1], desk.Published[^1]);
        Assert.Contains("bus-1", desk.Published[^1], StringComparison.Ordinal);
    }

    private static async Task PassAsync(ShardDesk desk, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            double now = (desk.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - Reports.Start;
            desk.Receive(Reports.Avl(now, now, north: i, device: "bus-1"));
            await desk.PassAsync();
        }
    }
}
