using System.Diagnostics;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Changes;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;
using TransitHub.Redis;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>Fusion processes share a redis-server.</summary>
public sealed class FusionRoleTests : IAsyncLifetime
{
    private RedisServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.server = await RedisServer.StartAsync(Cancel);

    public ValueTask DisposeAsync() => this.server.DisposeAsync();

    [Fact]
    public async Task Shards_are_shared_evenly_after_a_start_a_stop_and_another_start()
    {
        await using FusionProcess one = await this.StartAsync("one");
        await UntilAsync(() => one.Role.Owned.Count == 4 && one.Role.Readiness.IsReady);
        await using (FusionProcess two = await this.StartAsync("two"))
        {
            await UntilAsync(() => one.Role.Owned.Count == 2 && two.Role.Owned.Count == 2 && two.Role.Readiness.IsReady);
            Assert.Empty(one.Role.Owned.Intersect(two.Role.Owned));
            await two.Role.StopAsync(Cancel);
            Assert.Empty(two.Role.Owned);
            await UntilAsync(() => one.Role.Owned.Count == 4);
        }

        await using FusionProcess again = await this.StartAsync("two-again");
        await UntilAsync(() => one.Role.Owned.Count == 2 && again.Role.Owned.Count == 2);
    }

    [Fact]
    public async Task What_one_process_took_in_goes_on_with_the_next_and_its_states_follow_without_a_gap()
    {
        await using RedisStorage storage = await FusionProcess.ConnectAsync(this.server, Cancel);
        var shard = ShardId.From(FusionProcess.City, 0);
        await using IObservationLog log = await storage.OpenLogAsync(shard, null, null, Cancel);
        await using (FusionProcess one = await this.StartAsync("one", shards: 1))
        {
            await log.AppendAsync([Report("bus-1")], Cancel);
            await UntilAsync(async () => (await ToldAsync(storage, shard)).Contains("bus-1", StringComparison.Ordinal));
            await one.Role.StopAsync(Cancel);
        }

        await log.AppendAsync([Report("bus-2")], Cancel);
        await using FusionProcess two = await this.StartAsync("two", shards: 1);
        await UntilAsync(async () => (await ToldAsync(storage, shard)).Contains("bus-2", StringComparison.Ordinal));
        ChangePage page = await storage.Changes.ReadAfterAsync(LeaseName.OfShard(shard), 0, IChangeStreams.MaxEntries, Cancel);
        Assert.Equal(Enumerable.Range(1, page.Entries.Count).Select(n => (long)n), page.Entries.Select(e => e.Id));
    }

    [Fact]
    public async Task Shards_of_a_process_that_is_gone_are_taken_over_when_its_leases_have_run_out()
    {
        await using RedisStorage gone = await FusionProcess.ConnectAsync(this.server, Cancel);
        var lease = TimeSpan.FromSeconds(3);
        Assert.NotNull(await gone.Leases.TryAcquireAsync(LeaseName.OfSeat(0), "gone", lease, Cancel));
        Lease? first = await gone.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(FusionProcess.City, 0)), "gone", lease, Cancel);
        await gone.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(FusionProcess.City, 1)), "gone", lease, Cancel);
        var watch = Stopwatch.StartNew();
        await using FusionProcess one = await this.StartAsync("one", shards: 2);
        await UntilAsync(() => one.Role.Owned.Count == 2 && one.Role.Readiness.IsReady);
        TestContext.Current.SendDiagnosticMessage($"taken over {watch.Elapsed.TotalSeconds:0.0} s after the last renewal");
        Assert.True((await gone.Leases.FindAsync(first!.Name, Cancel))!.Token > first.Token);
    }

    [Fact]
    public async Task A_process_that_lost_a_shard_is_ready_again_when_it_has_its_share_without_it()
    {
        await using RedisStorage other = await FusionProcess.ConnectAsync(this.server, Cancel);
        await using FusionProcess one = await this.StartAsync("one", shards: 2);
        await UntilAsync(() => one.Role.Owned.Count == 2 && one.Role.Readiness.IsReady);
        LeaseName first = LeaseName.OfShard(ShardId.From(FusionProcess.City, 0));

        // As after a pause: the lease ran out meanwhile, and another process took it and a seat.
        await UntilAsync(async () =>
        {
            await this.server.CommandAsync(Cancel, "DEL", "transithub:{city/0}:lease");
            return await other.Leases.TryAcquireAsync(first, "other", TimeSpan.FromMinutes(5), Cancel) is not null;
        });
        await UntilAsync(() => !one.Role.Readiness.IsReady);
        Assert.NotNull(await other.Leases.TryAcquireAsync(LeaseName.OfSeat(1), "other", TimeSpan.FromMinutes(5), Cancel));

        await UntilAsync(() => one.Role.Readiness.IsReady);
        Assert.Equal([1], one.Role.Owned.Select(s => s.Number));
    }

    [Fact]
    public async Task Without_Redis_it_says_so_and_goes_on_by_itself_when_Redis_is_back()
    {
        await using FusionProcess one = await this.StartAsync("one", shards: 2);
        await UntilAsync(() => one.Role.Owned.Count == 2 && one.Role.Readiness.IsReady);
        await this.server.KillAsync();
        await UntilAsync(() => !one.Role.Readiness.IsReady);
        Assert.NotEmpty(one.Role.Readiness.Reason);
        Assert.False(one.Role.Ended.IsCompleted);
        await this.server.RunAsync(Cancel);
        await UntilAsync(() => one.Role.Owned.Count == 2 && one.Role.Readiness.IsReady);
    }

    private static AvlReport Report(string vehicle)
    {
        Timestamp now = Timestamp.Now(TimeProvider.System);
        return new AvlReport { Device = DeviceId.Parse(vehicle), ReceivedAt = now, MeasuredAt = now, Latitude = 13.75, Longitude = 100.5 };
    }

    private static async Task<string> ToldAsync(RedisStorage storage, ShardId shard)
    {
        ChangePage page = await storage.Changes.ReadAfterAsync(LeaseName.OfShard(shard), 0, IChangeStreams.MaxEntries, Cancel);
        return string.Join(';', page.Entries.Select(e => System.Text.Encoding.UTF8.GetString(e.Content.Span)));
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private Task<FusionProcess> StartAsync(string owner, int shards = 4) => FusionProcess.StartAsync(this.server, owner, shards, Cancel);
}
