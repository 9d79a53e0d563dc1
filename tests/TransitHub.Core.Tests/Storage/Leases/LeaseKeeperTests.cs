using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Tests.Storage.Leases;

public sealed class LeaseKeeperTests : IDisposable
{
    private static readonly LeaseName Name = LeaseName.OfShard(ShardId.From(FeedId.Parse("city"), 0));
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);
    private readonly TempFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private readonly LocalLeases kept;
    private readonly FlakyLeases leases;

    public LeaseKeeperTests()
    {
        this.kept = new LocalLeases(Path.Combine(this.folder.Path, "leases"), this.clock);
        this.leases = new FlakyLeases(this.kept);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        this.leases.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task A_lease_is_kept_beyond_its_duration_and_given_back_at_the_end()
    {
        await using (HeldLease held = await this.HoldAsync("one"))
        {
            for (int second = 0; second < 20; second++)
            {
                await this.PassAsync(1, renewals: 1);
                Assert.Equal("one", (await this.kept.FindAsync(Name, Cancel))?.Owner);
            }

            Assert.False(held.Lost.IsCancellationRequested);
        }

        Assert.Null(await this.kept.FindAsync(Name, Cancel));
    }

    [Fact]
    public async Task Whoever_waits_has_the_lease_within_a_third_of_its_duration_after_it_ran_out()
    {
        await this.kept.TryAcquireAsync(Name, "gone", Duration, Cancel);
        Task<HeldLease> waiting = this.HoldAsync("two");
        for (int second = 0; second < 3; second++)
        {
            Assert.False(waiting.IsCompleted);
            this.clock.Advance(TimeSpan.FromSeconds(1));
        }

        await using HeldLease held = await waiting;
        Assert.Equal("two", held.Lease.Owner);
    }

    [Fact]
    public async Task A_lease_that_another_took_over_is_told_to_be_lost_at_the_next_renewal_and_left_alone()
    {
        await using (HeldLease held = await this.HoldAsync("one"))
        {
            await this.kept.ReleaseAsync(held.Lease, Cancel);
            await this.kept.TryAcquireAsync(Name, "two", TimeSpan.FromHours(1), Cancel);
            await this.PassAsync(1, renewals: 1);
            await UntilLost(held);
        }

        Assert.Equal("two", (await this.kept.FindAsync(Name, Cancel))?.Owner);
    }

    [Fact]
    public async Task A_storage_that_fails_for_a_while_loses_nothing_and_one_that_fails_for_longer_loses_it_in_time()
    {
        await using HeldLease held = await this.HoldAsync("one");
        this.leases.Failure = new IOException("gone");
        await this.PassAsync(1, renewals: 1);
        Assert.False(held.Lost.IsCancellationRequested);
        this.leases.Failure = null;
        await this.PassAsync(1, renewals: 1);
        this.leases.Failure = new IOException("gone");
        await this.PassAsync(1, renewals: 1);
        await this.PassAsync(1, renewals: 1);
        Assert.False(held.Lost.IsCancellationRequested);
        this.clock.Advance(TimeSpan.FromSeconds(1));
        await UntilLost(held);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_loses_it_in_time()
    {
        await using HeldLease held = await this.HoldAsync("one");
        this.leases.Hangs = true;
        await this.PassAsync(1, renewals: 1);
        this.clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(held.Lost.IsCancellationRequested);
        this.clock.Advance(TimeSpan.FromSeconds(0.1));
        await UntilLost(held);
    }

    [Fact]
    public async Task Waiting_goes_on_while_the_storage_fails()
    {
        this.leases.Failure = new IOException("gone");
        Task<HeldLease> waiting = this.HoldAsync("one");
        this.clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        this.leases.Failure = null;
        this.clock.Advance(TimeSpan.FromSeconds(1));
        await (await waiting).DisposeAsync();
    }

    private static async Task UntilLost(HeldLease held)
    {
        var lost = new TaskCompletionSource();
        await using CancellationTokenRegistration registered = held.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(Cancel);
    }

    private Task<HeldLease> HoldAsync(string owner) => new LeaseKeeper(this.leases, this.clock).HoldAsync(Name, owner, Duration, Cancel);

    /// <summary>Lets time pass, and waits until so many more renewals were asked for.</summary>
    private async Task PassAsync(double seconds, int renewals)
    {
        Task asked = this.leases.RenewalsAsync(renewals);
        this.clock.Advance(TimeSpan.FromSeconds(seconds));
        await asked.WaitAsync(Cancel);
    }
}
