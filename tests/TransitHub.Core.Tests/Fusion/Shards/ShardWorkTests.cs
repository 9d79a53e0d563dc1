using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Core.Tests.Observations;

namespace TransitHub.Core.Tests.Fusion.Shards;

/// <summary>A shard from owner to owner.</summary>
public sealed class ShardWorkTests : IAsyncDisposable
{
    private readonly ShardDesk desk = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => this.desk.DisposeAsync();

    [Fact]
    public async Task States_are_made_as_often_as_the_owner_lets_time_pass()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 20);
        Assert.Equal(20, this.desk.Published.Count);
        Assert.Equal(this.desk.Undisturbed(), this.desk.Published);
        Assert.True(this.desk.Progress.IsCurrent);
        Assert.Equal(0, this.desk.Progress.RecordsBehind);
    }

    [Fact]
    public async Task Owners_that_are_killed_at_any_moment_together_publish_what_one_would_have()
    {
        var random = new Random(7);
        int killed = 0;
        for (int round = 0; round < 120; round++)
        {
            if (round == 0 || random.Next(5) == 0)
            {
                await this.desk.TakeOverAsync();
                killed++;
            }

            await this.RunAsync(round, 1 + random.Next(3));
        }

        Assert.True(killed > 10);
        Assert.True(this.desk.Progress.Saves > 10);
        Assert.True(this.desk.Published.Count > 100);
        Assert.Equal(this.desk.Undisturbed(), this.desk.Published);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_owner_that_is_killed_before_or_after_it_publishes_leaves_the_rest_to_the_next(bool before)
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 3);
        for (int victim = 1; victim < 8; victim++)
        {
            int count = 0;
            void Kill() => _ = ++count == victim ? throw new IOException("killed") : 0;
            await this.desk.TakeOverAsync();
            (this.desk.BeforePublishing, this.desk.AfterPublishing) = before ? ((Action)Kill, (Action?)null) : (null, Kill);
            Assert.Equal("killed", (await Assert.ThrowsAsync<IOException>(() => this.RunAsync(victim * 10, 20))).Message);
            (this.desk.BeforePublishing, this.desk.AfterPublishing) = (null, null);
        }

        await this.desk.TakeOverAsync();
        await this.RunAsync(100, 10);
        Assert.Equal(this.desk.Undisturbed(), this.desk.Published);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_writes_and_publishes_nothing()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 8);
        ShardWork paused = this.desk.Work;
        this.desk.Clock.Advance(TimeSpan.FromSeconds(10));
        Lease next = (await this.desk.Storage.Leases.TryAcquireAsync(LeaseName.OfShard(ShardDesk.Shard), "next", TimeSpan.FromHours(1), Cancel))!;
        (int records, int published) = (this.desk.Log.Count, this.desk.Published.Count);
        Assert.Throws<LeaseLostException>(() => paused.Step(Cancel));
        Assert.Throws<LeaseLostException>(paused.Finish);
        Assert.Equal((records, published), (this.desk.Log.Count, this.desk.Published.Count));

        // A tick of the next owner is published by the next owner alone.
        this.desk.Receive(TimerTick.At(Reports.Moment(20)));
        Assert.Throws<LeaseLostException>(() => paused.Step(Cancel));
        Assert.Equal(published, this.desk.Published.Count);
        await this.desk.Storage.Leases.ReleaseAsync(next, Cancel);
    }

    [Fact]
    public async Task A_machine_that_is_made_anew_shows_nothing_old_and_goes_on_behind_what_was_published()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 12);
        int before = this.desk.Published.Count;
        this.desk.Site = this.desk.Site with { Restore = (_, _) => "It is of another form." };
        await this.desk.TakeOverAsync();
        Assert.Contains(this.desk.Notices, n => n.Contains("form", StringComparison.Ordinal));
        long saves = this.desk.Progress.Saves;
        Assert.True(this.desk.Work.Step(Cancel));
        Assert.Equal(before, this.desk.Published.Count);
        Assert.Equal(saves + 1, this.desk.Progress.Saves);
        await this.RunAsync(12, 2);
        Assert.Equal(before + 2, this.desk.Published.Count);
        Assert.StartsWith($"{before + 2} at ", this.desk.Published[^1], StringComparison.Ordinal);
        Assert.Equal($" 1 {before + 1}", this.desk.Whole);
    }

    [Fact]
    public async Task States_that_the_storage_lost_are_made_good_by_a_whole_one()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 20);
        this.desk.Work.Finish();
        this.desk.Published.RemoveRange(15, 5);
        await this.desk.TakeOverAsync();
        await this.RunAsync(20, 5);
        Assert.Equal(Enumerable.Range(1, this.desk.Published.Count), this.desk.Published.Select(p => int.Parse(p.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(" 1 16", this.desk.Whole);
        Assert.Contains(this.desk.Notices, n => n.Contains("go on with 16 and a whole state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_cannot_be_taken_in_is_left_out_the_second_time_and_by_all_later_owners()
    {
        int failures = 0;
        Func<ShardMachine, LoggedRecord, ShardOutput?> take = this.desk.Site.Take;
        this.desk.Site = this.desk.Site with
        {
            Take = (machine, record) =>
            {
                // The machine is half changed when it fails.
                ShardOutput? output = take(machine, record);
                return record.Observation.Device.ToString() == "poison" && ++failures > 0 ? throw new InvalidOperationException("a bug") : output;
            },
        };
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 9);
        this.desk.Receive(Reports.Avl(2.4, 2.4, device: "poison"));
        long poison = this.desk.Log.Count;
        await this.RunAsync(10, 9);
        Assert.Equal(2, failures);
        QuarantinedRecord left = Assert.Single((await this.desk.QuarantineAsync()).Records);
        Assert.Equal(poison, left.Sequence);
        Assert.Equal("InvalidOperationException: a bug", left.Reason);
        Assert.NotEqual(0, left.Bytes.Length);
        Assert.Equal(1, this.desk.Progress.Quarantined);
        Assert.Contains(this.desk.Notices, n => n.Contains("left out", StringComparison.Ordinal) && n.Contains("poison", StringComparison.Ordinal));

        await this.desk.TakeOverAsync();
        await this.RunAsync(20, 5);
        Assert.Equal(2, failures);
        Assert.DoesNotContain(this.desk.Published, p => p.Contains("poison", StringComparison.Ordinal));
        Assert.Equal(this.desk.Undisturbed(poison), this.desk.Published);
    }

    [Fact]
    public async Task A_fault_that_does_not_come_again_costs_nothing()
    {
        int takes = 0;
        Func<ShardMachine, LoggedRecord, ShardOutput?> take = this.desk.Site.Take;
        this.desk.Site = this.desk.Site with { Take = (machine, record) => ++takes == 13 ? throw new InvalidOperationException("once") : take(machine, record) };
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 12);
        Assert.Empty((await this.desk.QuarantineAsync()).Records);
        Assert.Equal(this.desk.Undisturbed(), this.desk.Published);
    }

    [Fact]
    public async Task A_storage_that_is_gone_ends_the_work_with_its_reason()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 4);
        this.desk.Storage.Failure = "Redis is gone";
        Assert.Equal("Redis is gone", Assert.Throws<IOException>(() => this.desk.Work.Step(Cancel)).Message);
        this.desk.Storage.Failure = null;
        await this.desk.TakeOverAsync();
        await this.RunAsync(4, 4);
        Assert.Equal(this.desk.Undisturbed(), this.desk.Published);
    }

    [Fact]
    public async Task A_stop_in_order_keeps_the_state_so_that_the_next_owner_reads_nothing_again()
    {
        await this.desk.TakeOverAsync();
        await this.RunAsync(0, 3);
        this.desk.Work.Finish();
        long taken = this.desk.Progress.Records;
        await this.desk.TakeOverAsync();
        Assert.Equal(this.desk.Log.Count, this.desk.Work.Machine.Sequence);
        this.desk.Work.Step(Cancel);
        Assert.Equal(taken, this.desk.Progress.Records);
    }

    /// <summary>A bus reports four times a second, and its owner works.</summary>
    private async Task RunAsync(int from, int rounds)
    {
        for (int i = from; i < from + rounds; i++)
        {
            double now = (this.desk.Clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0) - Reports.Start;
            this.desk.Receive(Reports.Avl(now, now, north: i, device: $"bus-{i % 3}"));
            await this.desk.PassAsync();
        }
    }
}
