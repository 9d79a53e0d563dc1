using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using static TransitHub.Redis.Tests.Samples;

namespace TransitHub.Redis.Tests.Contract;

/// <content>The scenarios of leases.</content>
public abstract partial class StorageContract
{
    [Fact]
    public async Task A_lease_has_one_owner_until_it_runs_out_and_tokens_rise()
    {
        await using IStorageForm form = this.Form();
        ILeases one = (await form.OpenAsync()).Leases;
        ILeases two = (await form.OpenAsync()).Leases;
        Assert.Null(await one.FindAsync(Writer, Cancel));
        Lease first = (await one.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        Assert.Null(await two.TryAcquireAsync(Writer, "two", Hour, Cancel));
        LeaseHolder holder = (await two.FindAsync(Writer, Cancel))!;
        Assert.Equal(("one", first.Token), (holder.Owner, holder.Token));
        Assert.InRange(holder.Remaining, TimeSpan.FromMinutes(50), Hour);
        Assert.True(await one.TryRenewAsync(first, Hour, Cancel));

        await form.ExpireAsync(Writer);
        Assert.Null(await two.FindAsync(Writer, Cancel));
        Assert.False(await one.TryRenewAsync(first, Hour, Cancel));
        Lease second = (await two.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        Assert.True(second.Token > first.Token);
        Assert.False(await one.TryRenewAsync(first, Hour, Cancel));
        Assert.Null(await one.TryAcquireAsync(Writer, "one", Hour, Cancel));
    }

    [Fact]
    public async Task The_owner_that_asks_again_gets_the_same_lease()
    {
        await using IStorageForm form = this.Form();
        ILeases leases = (await form.OpenAsync()).Leases;
        Lease? first = await leases.TryAcquireAsync(Writer, "one", Hour, Cancel);
        Assert.Equal(first, await leases.TryAcquireAsync(Writer, "one", Hour, Cancel));
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once_and_only_its_holder_gives_it_back()
    {
        await using IStorageForm form = this.Form();
        ILeases leases = (await form.OpenAsync()).Leases;
        Lease first = (await leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await leases.ReleaseAsync(first, Cancel);
        Lease second = (await leases.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        await leases.ReleaseAsync(first, Cancel);
        Assert.Equal("two", (await leases.FindAsync(Writer, Cancel))?.Owner);
        Assert.True(second.Token > first.Token);
    }

    [Fact]
    public async Task Tokens_rise_over_a_restart_of_the_storage()
    {
        await using IStorageForm form = this.Form();
        IHubStorage storage = await form.OpenAsync();
        Lease before = (await storage.Leases.TryAcquireAsync(Writer, "one", Hour, Cancel))!;
        await storage.Leases.ReleaseAsync(before, Cancel);
        Lease after = (await (await form.KillAndRestartAsync(storage)).Leases.TryAcquireAsync(Writer, "two", Hour, Cancel))!;
        Assert.True(after.Token > before.Token);
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_the_lease()
    {
        await using IStorageForm form = this.Form();
        ILeases[] sides = [(await form.OpenAsync()).Leases, (await form.OpenAsync()).Leases];
        Lease?[] given = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => sides[i % 2].TryAcquireAsync(Writer, $"process-{i}", Hour, Cancel).AsTask(), Cancel)));
        Assert.Single(given, l => l is not null);
    }

    [Fact]
    public async Task Leases_of_shards_and_encoders_are_apart()
    {
        await using IStorageForm form = this.Form();
        ILeases leases = (await form.OpenAsync()).Leases;
        Assert.NotNull(await leases.TryAcquireAsync(Writer, "one", Hour, Cancel));
        Assert.NotNull(await leases.TryAcquireAsync(LeaseName.OfEncoder(City), "two", Hour, Cancel));
        Assert.NotNull(await leases.TryAcquireAsync(LeaseName.OfShard(Core.Ids.ShardId.From(City, 1)), "three", Hour, Cancel));
    }

    [Fact]
    public async Task An_owner_that_could_not_be_told_from_another_is_refused()
    {
        await using IStorageForm form = this.Form();
        ILeases leases = (await form.OpenAsync()).Leases;
        await Assert.ThrowsAsync<ArgumentException>(async () => await leases.TryAcquireAsync(Writer, string.Empty, Hour, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await leases.TryAcquireAsync(Writer, "a b", Hour, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await leases.TryAcquireAsync(Writer, "one", TimeSpan.Zero, Cancel));
    }
}
