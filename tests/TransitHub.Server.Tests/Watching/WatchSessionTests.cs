using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

public sealed class WatchSessionTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider clock = new();
    private readonly TestCity city = new();
    private readonly WatchRounds rounds;

    public WatchSessionTests() => this.rounds = new WatchRounds(this.city.Publisher, new WatchTurns(1), this.clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begins_with_all_there_is_and_goes_on_with_what_changed()
    {
        this.city.Vehicle("a").Vehicle("b").Publish();
        await using IAsyncEnumerator<WatchStep> reader = this.Open();

        WatchStep first = await NextAsync(reader);
        Assert.Equal(WatchStepKind.Snapshot, first.Kind);
        Assert.Equal(["a", "b"], first.Delta.Vehicles.Select(v => v.Id.ToString()));

        this.city.Vehicle("c").WithoutVehicle("a").Publish();
        WatchStep second = await NextAsync(reader);
        Assert.Equal(WatchStepKind.Changes, second.Kind);
        Assert.Equal("c", Assert.Single(second.Delta.Vehicles).Id.ToString());
        Assert.Equal("a", Assert.Single(second.Delta.RemovedVehicles).ToString());
        Assert.Equal(0, second.ConflatedStates);
    }

    [Fact]
    public async Task Gives_a_slow_reader_the_newest_of_each_and_tells_it()
    {
        await using IAsyncEnumerator<WatchStep> reader = this.Open();
        await NextAsync(reader);

        this.city.Vehicle("a", 13.701).Publish();
        this.city.Vehicle("a", 13.702).Vehicle("b").Publish();
        this.city.Vehicle("a", 13.703).WithoutVehicle("b").Publish();
        WatchStep step = await NextAsync(reader);

        Assert.Equal(2, step.ConflatedStates);
        Assert.Equal(13.703, Assert.Single(step.Delta.Vehicles).Latitude);
        Assert.Equal("b", Assert.Single(step.Delta.RemovedVehicles).ToString());
    }

    [Fact]
    public async Task Gives_a_new_snapshot_to_a_reader_slower_than_the_history()
    {
        await using IAsyncEnumerator<WatchStep> reader = this.Open();
        await NextAsync(reader);
        for (int i = 0; i < 30; i++)
        {
            this.city.Vehicle("a").Publish();
        }

        WatchStep step = await NextAsync(reader);

        Assert.Equal(WatchStepKind.Snapshot, step.Kind);
        Assert.Equal(29, step.ConflatedStates);
    }

    [Fact]
    public async Task Resumes_without_gap_or_repeat()
    {
        this.city.Vehicle("a").Publish();
        this.city.Vehicle("b").Publish();
        this.city.Vehicle("c").Publish();
        await using IAsyncEnumerator<WatchStep> reader = this.Open(resumeAfter: 1);

        WatchStep step = await NextAsync(reader);

        Assert.Equal(WatchStepKind.Changes, step.Kind);
        Assert.Equal(["b", "c"], step.Delta.Vehicles.Select(v => v.Id.ToString()));
        Assert.Equal(3, step.To);
    }

    [Fact]
    public async Task Resumes_at_the_newest_state_with_silence_until_something_changes()
    {
        this.city.Vehicle("a").Publish();
        await using IAsyncEnumerator<WatchStep> reader = this.Open(resumeAfter: 1);

        Task<bool> next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        this.city.Vehicle("b").Publish();

        Assert.True(await next);
        Assert.Equal("b", Assert.Single(reader.Current.Delta.Vehicles).Id.ToString());
    }

    [Fact]
    public async Task Begins_anew_from_a_cursor_that_is_too_old()
    {
        this.Publish(30);
        await using IAsyncEnumerator<WatchStep> reader = this.Open(resumeAfter: 1);

        Assert.Equal(WatchStepKind.Snapshot, (await NextAsync(reader)).Kind);
    }

    [Fact]
    public async Task Waits_for_the_state_that_a_reader_has_from_a_process_that_is_ahead()
    {
        this.Publish(30);
        await using IAsyncEnumerator<WatchStep> reader = this.Open(resumeAfter: 32);
        Task<bool> next = reader.MoveNextAsync().AsTask();
        this.Publish(1);
        Assert.False(next.IsCompleted);
        this.Publish(2);

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));
        Assert.Equal((WatchStepKind.Changes, 32L, 33L), (reader.Current.Kind, reader.Current.From, reader.Current.To));
    }

    [Fact]
    public async Task Begins_anew_from_a_cursor_that_stays_ahead()
    {
        this.Publish(30);
        await using IAsyncEnumerator<WatchStep> reader = this.Open(resumeAfter: 99);
        Task<bool> next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        this.clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));
        Assert.Equal((WatchStepKind.Snapshot, 30L), (reader.Current.Kind, reader.Current.To));
    }

    [Fact]
    public async Task Sends_a_heartbeat_into_the_silence()
    {
        this.city.Vehicle("a").Publish();
        await using IAsyncEnumerator<WatchStep> reader = this.Open();
        await NextAsync(reader);

        Task<bool> next = reader.MoveNextAsync().AsTask();
        this.clock.Advance(Heartbeat - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        this.clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(await next);
        Assert.Equal(WatchStepKind.Heartbeat, reader.Current.Kind);
        Assert.Equal(1, reader.Current.To);
    }

    [Fact]
    public async Task Moves_the_cursor_on_past_states_that_the_filter_hides()
    {
        await using IAsyncEnumerator<WatchStep> reader = this.Open(new FilterText { VehicleIds = ["z"] });
        await NextAsync(reader);

        Task<bool> next = reader.MoveNextAsync().AsTask();
        this.city.Vehicle("a").Publish();
        await SettleAsync();
        this.clock.Advance(Heartbeat);
        Assert.True(await next);

        Assert.Equal(WatchStepKind.Heartbeat, reader.Current.Kind);
        Assert.Equal(1, reader.Current.To);
    }

    [Fact]
    public async Task Waits_for_the_interval_the_reader_asked_for()
    {
        await using IAsyncEnumerator<WatchStep> reader = this.Open(minInterval: TimeSpan.FromSeconds(5));
        await NextAsync(reader);
        this.city.Vehicle("a").Publish();
        this.city.Vehicle("b").Publish();

        Task<bool> next = reader.MoveNextAsync().AsTask();
        this.clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(next.IsCompleted);
        this.clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await next);
        Assert.Equal(2, reader.Current.Delta.Vehicles.Count);
    }

    [Fact]
    public async Task Keeps_alive_also_when_the_interval_is_longer_than_the_heartbeat()
    {
        await using IAsyncEnumerator<WatchStep> reader = this.Open(minInterval: TimeSpan.FromSeconds(15));
        await NextAsync(reader);
        this.city.Vehicle("a").Publish();

        Task<bool> next = reader.MoveNextAsync().AsTask();
        this.clock.Advance(Heartbeat);
        Assert.True(await next);
        Assert.Equal(WatchStepKind.Heartbeat, reader.Current.Kind);

        next = reader.MoveNextAsync().AsTask();
        this.clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await next);
        Assert.Equal(WatchStepKind.Changes, reader.Current.Kind);
    }

    [Fact]
    public async Task All_go_to_the_state_of_a_round_that_is_under_way_and_its_end_begins_the_next()
    {
        HubSnapshot first = this.city.Vehicle("a").Publish();
        using WatchSeat one = this.rounds.Sit(Cancellation);
        using WatchSeat two = this.rounds.Sit(Cancellation);
        using WatchSeat three = this.rounds.Sit(Cancellation);
        List<HubSnapshot?> told = [];
        HubSnapshot? later = null;
        Task<HubSnapshot?> served = Task.FromResult<HubSnapshot?>(null);

        // All three wait when the first state comes; the first one publishes another in its turn, before the others have had theirs, and waits again.
        Task[] all =
        [
            OneAsync(), GoOnAsync(two), GoOnAsync(three),
        ];
        this.city.Vehicle("a").Publish();
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation);

        Assert.Equal([2L, 2, 2], told.Select(t => t!.Sequence));
        Assert.Equal(1, first.Sequence);
        Assert.Same(later, await served.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));

        async Task OneAsync()
        {
            told.Add(await this.rounds.WaitAsync(one, 1, TimeSpan.Zero, Timeout.InfiniteTimeSpan).ConfigureAwait(false));
            later = this.city.Vehicle("a").Publish();
            served = this.rounds.WaitAsync(one, 2, TimeSpan.Zero, Timeout.InfiniteTimeSpan).AsTask();
        }

        async Task GoOnAsync(WatchSeat seat) => told.Add(await this.rounds.WaitAsync(seat, 1, TimeSpan.Zero, Timeout.InfiniteTimeSpan).ConfigureAwait(false));
    }

    [Fact]
    public async Task A_stream_that_ends_while_it_waits_is_told_and_one_that_ended_before_as_well()
    {
        using CancellationTokenSource end = new();
        using WatchSeat seat = this.rounds.Sit(end.Token);
        Task<HubSnapshot?> waiting = this.rounds.WaitAsync(seat, 0, TimeSpan.Zero, Timeout.InfiniteTimeSpan).AsTask();
        Assert.False(waiting.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));

        await Assert.ThrowsAsync<OperationCanceledException>(() => this.rounds.WaitAsync(seat, 0, TimeSpan.Zero, Timeout.InfiniteTimeSpan).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));
    }

    [Fact]
    public async Task Thousands_of_readers_do_not_stand_before_what_comes_to_the_pool_after_them()
    {
        // Each takes its turn only after what was queued to the pool in the turn before it: the line never holds more of the pool than one item of it.
        const int Readers = 2000;
        int gone = 0;
        List<int> before = [];
        WatchSeat[] seats = [.. Enumerable.Range(0, Readers).Select(_ => this.rounds.Sit(Cancellation))];
        TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task[] all = [.. seats.Select(GoOnAsync)];
        this.city.Vehicle("a").Publish();
        await Task.WhenAll(all).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
        await called.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);

        Assert.InRange(Assert.Single(before), 1, Readers / 2);
        Array.ForEach(seats, s => s.Dispose());

        async Task GoOnAsync(WatchSeat seat)
        {
            Assert.NotNull(await this.rounds.WaitAsync(seat, 0, TimeSpan.Zero, Timeout.InfiniteTimeSpan).ConfigureAwait(false));
            if (Interlocked.Increment(ref gone) == 1)
            {
                ThreadPool.UnsafeQueueUserWorkItem(
                    _ =>
                    {
                        before.Add(Volatile.Read(ref gone));
                        called.SetResult();
                    },
                    null);
            }
        }
    }

    [Fact]
    public async Task One_slow_reader_does_not_hold_up_another()
    {
        await using IAsyncEnumerator<WatchStep> slow = this.Open();
        await using IAsyncEnumerator<WatchStep> quick = this.Open();
        await NextAsync(slow);
        await NextAsync(quick);
        for (int i = 0; i < 5; i++)
        {
            this.city.Vehicle("a").Publish();
            Assert.Equal(0, (await NextAsync(quick)).ConflatedStates);
        }

        Assert.Equal(4, (await NextAsync(slow)).ConflatedStates);
    }

    private static async Task<WatchStep> NextAsync(IAsyncEnumerator<WatchStep> reader)
    {
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancellation));
        return reader.Current;
    }

    private void Publish(int states)
    {
        for (int i = 0; i < states; i++)
        {
            this.city.Vehicle("a").Publish();
        }
    }

    /// <summary>Lets continuations that are due run.</summary>
    private static async Task SettleAsync()
    {
        for (int i = 0; i < 50; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancellation);
        }
    }

    private IAsyncEnumerator<WatchStep> Open(FilterText? filter = null, long? resumeAfter = null, TimeSpan minInterval = default)
    {
        SnapshotPublisher publisher = this.city.Publisher;
        var topic = new WatchTopic(publisher, new SnapshotIndex.Cache(), filter ?? new FilterText(), this.rounds);
        var session = new WatchSession(topic, new WatchPace(this.clock, Heartbeat, minInterval));
        return session.ReadAsync(resumeAfter, Cancellation).GetAsyncEnumerator(Cancellation);
    }
}
