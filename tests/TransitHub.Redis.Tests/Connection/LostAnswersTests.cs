using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Published;
using TransitHub.Core.Storage.Registry;
using TransitHub.Core.Storage.States;
using TransitHub.Testing;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Connection;

/// <summary>Redis did what it was asked, and the connection broke before the answer came: each call is made again and changes nothing twice.</summary>
public sealed class LostAnswersTests : IAsyncLifetime
{
    private static readonly ShardId Shard = ShardId.From(City, 0);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private RedisServer server = null!;
    private CuttingProxy proxy = null!;
    private RedisStorage storage = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.server = await RedisServer.StartAsync(Cancel);
        int port = TestPorts.Free();
        this.proxy = new CuttingProxy(port, this.server.Port);
        this.storage = await RedisStorage.OpenAsync(new RedisOptions { Address = $"redis://127.0.0.1:{port}", RetrySeconds = 60 }, TimeProvider.System, NullLogger.Instance, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await this.storage.DisposeAsync();
        await this.proxy.DisposeAsync();
        await this.server.DisposeAsync();
    }

    [Fact]
    public async Task Appends_are_there_once_and_in_order()
    {
        await using IObservationLog log = await this.storage.OpenLogAsync(Shard, null, null, Cancel);
        await log.AppendAsync(Reports(3, 0), Cancel);
        for (int i = 1; i <= 3; i++)
        {
            this.proxy.Cut(2);
            Assert.Equal((3 * i) + 1, await log.AppendAsync(Reports(3, i, 3 * i), Cancel));
            Assert.Equal(0, this.proxy.CutsLeft);
        }

        Assert.Equal(Enumerable.Range(0, 12).Select(n => $"bus:{n}"), log.ReadAfter(0, Cancel).Select(r => ((Core.Observations.AvlReport)r.Observation).Label));
        Assert.Null(this.storage.Problem);
    }

    [Fact]
    public async Task A_lease_is_given_once_and_what_is_written_under_it_stands()
    {
        LeaseName encoder = LeaseName.OfEncoder(City);
        await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardId.From(City, 9)), "warm-up", Hour, Cancel);
        this.proxy.Cut(1);
        Lease lease = (await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(Shard), "one", Hour, Cancel))!;
        Assert.Equal(1, lease.Token);
        Assert.Equal(lease, await this.storage.Leases.TryAcquireAsync(LeaseName.OfShard(Shard), "one", Hour, Cancel));

        for (int cuts = 1; cuts <= 3; cuts++)
        {
            this.proxy.Cut(cuts);
            await this.storage.States.SaveAsync(Shard, "fusion", new StoredState(1, cuts, Bytes(100, cuts)), lease, Cancel);
            Assert.Equal(cuts, (await this.storage.States.ReadAsync(Shard, "fusion", Cancel)).State!.Sequence);
        }

        Lease encoding = (await this.storage.Leases.TryAcquireAsync(encoder, "one", Hour, Cancel))!;
        for (int edition = 1; edition <= 3; edition++)
        {
            this.proxy.Cut(edition);
            Assert.Equal(edition, await this.storage.Feeds.PublishAsync(City, [Feed("alerts", edition)], encoding, Cancel));
        }

        FeedEdition newest = (await this.storage.Feeds.FindAsync(City, null, Cancel))!;
        Assert.Equal((3, Start + 3), (newest.Number, newest.Feeds.Single().Bytes.HeaderTimestamp));
    }

    [Fact]
    public async Task A_devices_file_is_replaced_once()
    {
        await this.storage.Registry.TryReplaceAsync(City, "devices: []", 0, Cancel);
        this.proxy.Cut(1);
        Assert.Equal(2, await this.storage.Registry.TryReplaceAsync(City, "devices: [a]", 1, Cancel));
        Assert.Equal(new RegistryDocument(2, "devices: [a]"), await this.storage.Registry.FindAsync(City, 0, Cancel));
    }
}
