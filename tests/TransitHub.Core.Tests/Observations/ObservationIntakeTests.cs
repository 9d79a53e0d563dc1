using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using static TransitHub.Core.Tests.Observations.Reports;

namespace TransitHub.Core.Tests.Observations;

public sealed class ObservationIntakeTests
{
    private readonly RejectionLedger ledger = new();
    private readonly ObservationIntake intake;

    public ObservationIntakeTests() => this.intake = new(FeedId.Parse("f"), this.ledger, new() { QueueCapacity = 100, ConflatedVehicles = 100, MaxBatch = 40 });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_a_task_that_completes_when_the_writer_settled_the_observations()
    {
        Task settled = await this.intake.EnqueueAsync(Many(3), Cancel);
        Assert.True(await this.intake.WaitForWorkAsync());
        Assert.False(settled.IsCompleted);
        Assert.Single(this.Drain()).Settle();
        await settled.WaitAsync(Cancel);
    }

    [Fact]
    public async Task What_needs_an_acknowledgement_waits_while_the_queue_is_full_and_is_let_in_in_order()
    {
        await this.intake.EnqueueAsync(Many(60), Cancel);
        await this.intake.EnqueueAsync(Many(40), Cancel);
        ValueTask<Task> large = this.intake.EnqueueAsync(Many(50), Cancel);
        ValueTask<Task> small = this.intake.EnqueueAsync(Many(1), Cancel);
        Assert.False(large.IsCompleted || small.IsCompleted);
        Assert.Equal(100, this.intake.Counters.Queued);
        Assert.Equal([60], this.Drain().Select(s => s.Observations.Count));
        await large;
        await small;
        Assert.Equal([40], this.Drain().Select(s => s.Observations.Count));
        Assert.Equal([50], this.Drain().Select(s => s.Observations.Count));
        Assert.Equal([1], this.Drain().Select(s => s.Observations.Count));
    }

    [Fact]
    public async Task A_sender_that_gives_up_waiting_leaves_nothing_behind()
    {
        using var impatient = new CancellationTokenSource();
        await this.intake.EnqueueAsync(Many(100), Cancel);
        ValueTask<Task> waiting = this.intake.EnqueueAsync(Many(10), impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        this.Drain();
        Assert.Empty(this.Drain());
        Assert.Equal(100, this.intake.Counters.Received);
    }

    [Fact]
    public async Task More_than_the_whole_queue_holds_goes_in_alone()
    {
        Task settled = await this.intake.EnqueueAsync(Many(500), Cancel);
        ValueTask<Task> next = this.intake.EnqueueAsync(Many(1), Cancel);
        Assert.False(next.IsCompleted);
        Assert.Single(this.Drain()).Settle();
        await settled.WaitAsync(Cancel);
        await next;
    }

    [Fact]
    public async Task While_full_only_the_newest_position_of_each_vehicle_is_kept_and_what_it_replaces_is_counted()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        for (int i = 0; i < 50; i++)
        {
            this.intake.Offer([Avl(i, i, device: "a"), Avl(i, i, device: "b"), Status(i, i, device: "a")]);
        }

        Assert.Equal(147, this.ledger.CountOf(RejectionReason.Conflated));
        Assert.Equal(new IntakeCounters(250, 0, 0, 147, 0, 103), this.intake.Counters);
        IReadOnlyList<Observation> newest = this.Drain()[^1].Observations;
        Assert.Equal([Avl(49, 49, device: "a"), Avl(49, 49, device: "b"), Status(49, 49, device: "a")], newest);
    }

    [Fact]
    public async Task Kept_positions_have_their_turn_after_what_was_queued_before_and_before_what_came_later()
    {
        await this.intake.EnqueueAsync(Many(60), Cancel);
        await this.intake.EnqueueAsync(Many(40), Cancel);
        this.intake.Offer([Avl(1, 1)]);
        ValueTask<Task> later = this.intake.EnqueueAsync(Many(50), Cancel);
        Assert.Equal([60], this.Drain().Select(s => s.Observations.Count));
        await later;
        Assert.Equal([40, 1], this.Drain().Select(s => s.Observations.Count));
        Assert.Equal([50], this.Drain().Select(s => s.Observations.Count));
    }

    [Fact]
    public async Task A_sender_that_gave_up_does_not_hold_up_those_behind_it()
    {
        using var impatient = new CancellationTokenSource();
        await this.intake.EnqueueAsync(Many(60), Cancel);
        await this.intake.EnqueueAsync(Many(40), Cancel);
        ValueTask<Task> large = this.intake.EnqueueAsync(Many(90), impatient.Token);
        ValueTask<Task> small = this.intake.EnqueueAsync(Many(5), Cancel);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await large);
        this.Drain();
        await small;
        Assert.Equal(105, this.intake.Counters.Received);
    }

    [Fact]
    public async Task Of_two_positions_that_overtook_each_other_the_later_measured_one_is_kept()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        this.intake.Offer([Avl(5, 4), Avl(6, 2)]);
        Assert.Equal([Avl(5, 4)], this.Drain()[^1].Observations);
        Assert.Equal(1, this.ledger.CountOf(RejectionReason.Conflated));
    }

    [Fact]
    public async Task A_vehicle_is_not_overtaken_by_its_own_newer_position_while_others_wait()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        this.intake.Offer([Avl(1, 1, device: "a")]);
        Task late = await this.FreeAsync();
        this.intake.Offer([Avl(2, 2, device: "a")]);
        Assert.Equal([Avl(2, 2, device: "a")], this.Drain().SelectMany(s => s.Observations).Where(o => o.Device.ToString() == "a"));
        Assert.False(late.IsCompleted);
    }

    [Fact]
    public async Task More_vehicles_than_the_bound_are_refused_while_full()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        this.intake.Offer(Many(103));
        Assert.Equal(3, this.ledger.CountOf(RejectionReason.TooManyDevices));
        Assert.Equal(3, this.intake.Counters.Rejected);
    }

    [Fact]
    public async Task While_full_no_count_or_passage_stands_for_another_but_a_running_total_does()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        this.intake.Offer([Count(0, 60, 1), Count(60, 120, 2), Passage(0, "e1"), Passage(0, "e2"), Load(0, 31), Load(1, 30)]);
        this.intake.Offer([Total(120, 9), Total(60, 5), Total(180, 11), Total(180, 3) with { Direction = "out" }]);
        Assert.Equal(2, this.ledger.CountOf(RejectionReason.Conflated));
        Observation[] kept =
            [Count(0, 60, 1), Count(60, 120, 2), Passage(0, "e1"), Passage(0, "e2"), Load(0, 31), Load(1, 30), Total(180, 11), Total(180, 3) with { Direction = "out" }];
        Assert.Equal(kept, this.Drain()[^1].Observations);
    }

    [Fact]
    public async Task More_passages_than_the_bound_are_refused_while_full()
    {
        await this.intake.EnqueueAsync(Many(100), Cancel);
        this.intake.Offer([.. Enumerable.Range(0, 103).Select(i => Passage(i, $"e{i}"))]);
        Assert.Equal(3, this.ledger.CountOf(RejectionReason.QueueFull));
        Assert.Equal(3, this.intake.Counters.Rejected);
    }

    [Fact]
    public void Counts_what_was_accepted_by_kind()
    {
        this.intake.CountSettled([Avl(0, 0), Avl(1, 1), Count(0, 60, 1), Passage(0, "e"), Status(0, 0)], 3);
        Assert.Equal([2, 0, 1, 1, 1], ObservationKindText.OfDevices.Select(this.intake.AcceptedOf));
        Assert.Equal((5, 3), (this.intake.Counters.Accepted, this.intake.Counters.Rejected));
    }

    [Fact]
    public async Task After_the_log_failed_all_that_waits_faults_and_nothing_more_is_taken()
    {
        Task queued = await this.intake.EnqueueAsync(Many(100), Cancel);
        ValueTask<Task> waiting = this.intake.EnqueueAsync(Many(5), Cancel);
        this.intake.Offer([Avl(0, 0)]);
        this.intake.Close(new IOException("disk full"), failQueued: true);
        Task admitted = await waiting;
        Task late = await this.intake.EnqueueAsync(Many(2), Cancel);
        this.intake.Offer(Many(3));
        foreach (Task task in new[] { queued, admitted, late })
        {
            Assert.Equal("disk full", (await Assert.ThrowsAsync<IOException>(() => task)).Message);
        }

        Assert.Equal(new IntakeCounters(111, 0, 0, 0, 111, 0), this.intake.Counters);
        Assert.False(await this.intake.WaitForWorkAsync());
    }

    [Fact]
    public async Task A_closed_intake_still_gives_out_what_it_took()
    {
        await this.intake.EnqueueAsync(Many(5), Cancel);
        this.intake.Close(new IOException("stopping"), failQueued: false);
        Assert.True(await this.intake.WaitForWorkAsync());
        Assert.Equal(5, Assert.Single(this.Drain()).Observations.Count);
        Assert.False(await this.intake.WaitForWorkAsync());
    }

    [Fact]
    public void Says_which_settings_are_out_of_range() =>
        Assert.Contains(
            "QueueCapacity must be 100 to 10000000 observations.",
            Assert.Throws<ArgumentException>(() => new ObservationIntake(default, this.ledger, new() { QueueCapacity = 5 })).Message,
            StringComparison.Ordinal);

    private static Observation[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => Avl(0, 0, device: "d" + i))];

    private List<IntakeSubmission> Drain()
    {
        List<IntakeSubmission> drained = [];
        this.intake.Drain(drained);
        return drained;
    }

    /// <summary>Lets a waiting sender take the room that the writer makes, so that the queue is never empty.</summary>
    private async Task<Task> FreeAsync()
    {
        ValueTask<Task> waiting = this.intake.EnqueueAsync(Many(30), Cancel);
        this.Drain();
        return await waiting;
    }
}
