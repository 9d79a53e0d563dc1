using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <summary>What the forms do besides that many processes share.</summary>
public abstract class SharedStorageContract : StorageContract
{
    private static readonly ShardId Shard = ShardId.From(City, 0);

    [Fact]
    public async Task Many_writers_share_one_log_without_a_gap_or_a_repeat()
    {
        await using IStorageForm form = this.Form();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            await using IObservationLog log = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
            for (int i = 0; i < 40; i++)
            {
                AvlReport[] batch = Reports(6, i, i * 6, "writer-" + writer);
                long first = await log.AppendAsync(batch, Cancel);
                Assert.Equal(batch, log.ReadAfter(first - 1, Cancel).Take(6).Select(r => r.Observation));
            }
        }));
        await using IObservationLog reader = await (await form.OpenAsync()).OpenLogAsync(Shard, null, null, Cancel);
        List<LoggedRecord> all = [.. reader.ReadAfter(0, Cancel)];
        Assert.Equal(Enumerable.Range(1, 960).Select(n => (long)n), all.Select(r => r.Sequence));
        foreach (IGrouping<string, AvlReport> own in all.Select(r => (AvlReport)r.Observation).GroupBy(r => r.Label!.Split(':')[0]))
        {
            Assert.Equal(Enumerable.Range(0, 240).Select(n => $"{own.Key}:{n}"), own.Select(r => r.Label));
        }
    }

    [Fact]
    public async Task Writers_go_on_by_themselves_when_the_storage_was_killed_while_they_wrote()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        await using IObservationLog log = await storage.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(1, 0), Cancel);
        using var stop = new CancellationTokenSource();
        List<AvlReport> acknowledged = [.. Reports(1, 0)];
        Task writing = Task.Run(
            async () =>
            {
                for (int i = 1; !stop.IsCancellationRequested; i++)
                {
                    AvlReport[] batch = Reports(1, i, i);
                    await log.AppendAsync(batch, Cancel);
                    acknowledged.AddRange(batch);
                }
            },
            Cancel);
        for (int kill = 0; kill < 2; kill++)
        {
            await form.KillAndRestartAsync(storage);
            long before = log.LastSequence;
            while (log.LastSequence < before + 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancel);
                Assert.False(writing.IsFaulted, writing.Exception?.Message);
            }
        }

        await stop.CancelAsync();
        await writing;

        // An answer that was lost is asked for again, and the append does not count twice.
        Assert.Equal(acknowledged, log.ReadAfter(0, Cancel).Select(r => (AvlReport)r.Observation));
    }

    [Fact]
    public async Task Whoever_waits_takes_over_from_one_that_is_gone_and_from_one_that_goes_in_order()
    {
        await using IStorageForm form = this.Form();
        IHubStorage gone = await form.OpenAsync();
        var keeper = new LeaseKeeper((await form.OpenAsync()).Leases, TimeProvider.System);
        LeaseName name = LeaseName.OfShard(Shard);
        TimeSpan duration = TimeSpan.FromSeconds(1);
        Lease first = (await gone.Leases.TryAcquireAsync(name, "gone", duration, Cancel))!;
        HeldLease second = await keeper.HoldAsync(name, "two", duration, Cancel);
        Assert.True(second.Lease.Token > first.Token);
        await Assert.ThrowsAsync<LeaseLostException>(
            async () => await gone.States.SaveAsync(Shard, "fusion", new Core.Storage.States.StoredState(1, 1, default), first, Cancel));

        Task<HeldLease> waiting = keeper.HoldAsync(name, "three", duration, Cancel);
        await second.DisposeAsync();
        await using HeldLease third = await waiting;
        Assert.True(third.Lease.Token > second.Lease.Token);
    }

    [Fact]
    public async Task A_stream_of_changes_is_there_after_the_storage_was_killed()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease lease = (await storage.Leases.TryAcquireAsync(LeaseName.OfShard(Shard), "one", TimeSpan.FromHours(1), Cancel))!;
        await storage.Changes.AppendAsync(1, Bytes(5000, 1), lease, Cancel);
        IHubStorage again = await form.KillAndRestartAsync(storage);
        Assert.Equal(Bytes(5000, 1), (await again.Changes.ReadAfterAsync(lease.Name, 0, 10, Cancel)).Entries.Single().Content.ToArray());
    }

    [Fact]
    public async Task A_lease_runs_out_by_itself()
    {
        await using IStorageForm form = this.Form();
        ILeases leases = (await form.OpenAsync()).Leases;
        LeaseName name = LeaseName.OfShard(Shard);
        Lease first = (await leases.TryAcquireAsync(name, "one", TimeSpan.FromMilliseconds(1), Cancel))!;
        Lease? second;
        while ((second = await leases.TryAcquireAsync(name, "two", TimeSpan.FromHours(1), Cancel)) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel);
        }

        Assert.True(second.Token > first.Token);
        Assert.False(await leases.TryRenewAsync(first, TimeSpan.FromHours(1), Cancel));
    }
}
