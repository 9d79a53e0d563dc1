using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Tests.Storage.Leases;

/// <summary>What the suite of all forms does not see of the embedded one: TransitHub.Redis.Tests has the rest.</summary>
public sealed class LocalLeasesTests : IDisposable
{
    private static readonly LeaseName Name = LeaseName.OfShard(ShardId.From(FeedId.Parse("city"), 3));
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string File => Path.Combine(this.folder.Path, "leases");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_lease_ends_at_its_last_moment_and_not_before()
    {
        var leases = new LocalLeases(this.File, this.clock);
        Lease lease = (await leases.TryAcquireAsync(Name, "one", TimeSpan.FromSeconds(5), Cancel))!;
        this.clock.Advance(TimeSpan.FromSeconds(4.999));
        Assert.True(await leases.TryRenewAsync(lease, TimeSpan.FromSeconds(5), Cancel));
        this.clock.Advance(TimeSpan.FromSeconds(4.999));
        Assert.Null(await leases.TryAcquireAsync(Name, "two", TimeSpan.FromSeconds(5), Cancel));
        this.clock.Advance(TimeSpan.FromSeconds(0.001));
        Assert.NotNull(await leases.TryAcquireAsync(Name, "two", TimeSpan.FromSeconds(5), Cancel));
    }

    [Fact]
    public async Task Tokens_that_cannot_be_read_are_not_guessed()
    {
        await new LocalLeases(this.File, this.clock).TryAcquireAsync(Name, "one", TimeSpan.FromSeconds(5), Cancel);
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(this.File, Cancel);
        bytes[^1] ^= 1;
        await System.IO.File.WriteAllBytesAsync(this.File, bytes, Cancel);
        IOException error = Assert.Throws<IOException>(() => new LocalLeases(this.File, this.clock));
        Assert.Contains(this.File, error.Message, StringComparison.Ordinal);
        Assert.Contains("Remove", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_belongs_to_the_same_shard_everywhere_and_shards_are_of_a_size()
    {
        FeedId city = FeedId.Parse("city");
        Assert.Equal(
            [(0, 1), (1, 2), (2, 3)],
            Enumerable.Range(1, 3).Select(n => (ShardId.Of(city, DeviceId.Parse("bus-1"), n).Number, n)));
        int[] sizes = new int[8];
        for (int i = 0; i < 8000; i++)
        {
            sizes[ShardId.Of(city, DeviceId.Parse("รถ-" + i), sizes.Length).Number]++;
        }

        Assert.All(sizes, s => Assert.InRange(s, 900, 1100));
    }

    [Fact]
    public void Shards_have_numbers_in_a_range()
    {
        Assert.Equal("city/1023", ShardId.From(FeedId.Parse("city"), ShardId.MaxNumber).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => ShardId.From(FeedId.Parse("city"), ShardId.MaxNumber + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShardId.From(FeedId.Parse("city"), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShardId.From(default, 0));
    }
}
