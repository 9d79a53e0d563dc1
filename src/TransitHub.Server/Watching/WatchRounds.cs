using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>
/// Where a feed's readers wait, and how they go on: all who may go on go to the same state, one after another (<see cref="WatchTurns"/>), and only then the next round begins. When readers take longer than states come,
/// each would otherwise go from another state to another, which nobody could share: what all have to do would grow with the delay, and the delay with it. And one waits for the next state and one for the next
/// moment in the name of all, instead of thousands that would all be woken at once. Safe for many threads.
/// </summary>
/// <param name="publisher">The feed's states.</param>
/// <param name="turns">When each goes on.</param>
/// <param name="clock">The hub's clock.</param>
internal sealed class WatchRounds(SnapshotPublisher publisher, WatchTurns turns, TimeProvider clock)
{
    private readonly Lock sync = new();
    private readonly List<WatchSeat> waiting = [];
    private readonly long origin = clock.GetTimestamp();
    private ITimer? timer;
    private TimeSpan alarm = TimeSpan.MaxValue;
    private int underWay;
    private bool isFollowing;

    private TimeSpan Now => clock.GetElapsedTime(this.origin);

    /// <summary>A place for a stream, which ends with the cancellation.</summary>
    public WatchSeat Sit(CancellationToken cancellation) => new(this, cancellation);

    /// <summary>The state to go to, later than the one that the reader has; null: it has waited for as long as it may.</summary>
    /// <param name="seat">Its place.</param>
    /// <param name="sequence">The state that the reader has.</param>
    /// <param name="pause">It is given none before that.</param>
    /// <param name="patience">How long it waits at most.</param>
    /// <exception cref="OperationCanceledException">The stream ends.</exception>
    public ValueTask<HubSnapshot?> WaitAsync(WatchSeat seat, long sequence, TimeSpan pause, TimeSpan patience)
    {
        List<WatchSeat>? next = null;
        ValueTask<HubSnapshot?> wait;
        lock (this.sync)
        {
            TimeSpan now = this.Now;
            wait = seat.Wait(sequence, now + pause, patience == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : now + patience);
            this.waiting.Add(seat);
            if (this.underWay == 0)
            {
                HubSnapshot newest = publisher.Current;
                if (seat.TryTake(newest, now))
                {
                    next = this.Gather();
                }
                else
                {
                    this.WakeAt(seat.Alarm(now), now);
                    this.Follow(newest.Sequence);
                }
            }
        }

        this.Begin(next);
        return wait;
    }

    /// <summary>A stream ends: it goes on to be told so.</summary>
    public void Leave(WatchSeat seat)
    {
        lock (this.sync)
        {
            if (!this.waiting.Remove(seat))
            {
                // It is told when it waits again.
                return;
            }

            this.underWay++;
        }

        turns.Add([seat]);
    }

    /// <summary>A stream has gone on. After the last one the next round begins, if there is a later state for anybody.</summary>
    public void EndTurn()
    {
        List<WatchSeat>? next = null;
        lock (this.sync)
        {
            if (--this.underWay == 0 && this.waiting.Count > 0)
            {
                next = this.Gather();
            }
        }

        this.Begin(next);
    }

    private void Begin(List<WatchSeat>? round)
    {
        if (round is { Count: > 0 })
        {
            turns.Add(round);
        }
    }

    /// <summary>Those of the next round, in the order in which they came; the others go on waiting.</summary>
    private List<WatchSeat> Gather()
    {
        (HubSnapshot newest, TimeSpan now) = (publisher.Current, this.Now);
        List<WatchSeat> round = [];
        TimeSpan next = TimeSpan.MaxValue;
        int left = 0;
        for (int i = 0; i < this.waiting.Count; i++)
        {
            WatchSeat seat = this.waiting[i];
            if (seat.TryTake(newest, now))
            {
                round.Add(seat);
                continue;
            }

            next = seat.Alarm(now) < next ? seat.Alarm(now) : next;
            this.waiting[left++] = seat;
        }

        this.waiting.RemoveRange(left, this.waiting.Count - left);
        this.underWay = round.Count;
        if (left > 0)
        {
            this.alarm = TimeSpan.MaxValue;
            this.WakeAt(next, now);
            this.Follow(newest.Sequence);
        }

        return round;
    }

    private void WakeAt(TimeSpan moment, TimeSpan now)
    {
        if (moment < this.alarm)
        {
            // Timers keep whole milliseconds, and one that is early would have to be set again.
            TimeSpan left = TimeSpan.FromMilliseconds(Math.Ceiling((moment - now).TotalMilliseconds));
            this.alarm = moment;
            this.timer ??= clock.CreateTimer(static rounds => ((WatchRounds)rounds!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            this.timer.Change(left, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Something may be due; while a round is under way its end finds it.</summary>
    private void Wake()
    {
        List<WatchSeat>? next = null;
        lock (this.sync)
        {
            this.alarm = TimeSpan.MaxValue;
            if (this.underWay == 0)
            {
                next = this.Gather();
            }
        }

        this.Begin(next);
    }

    private void Follow(long sequence)
    {
        if (!this.isFollowing)
        {
            this.isFollowing = true;
            _ = this.FollowAsync(sequence);
        }
    }

    /// <summary>Waits for states as long as somebody waits for them.</summary>
    private async Task FollowAsync(long sequence)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            await publisher.WaitForLaterAsync(sequence, CancellationToken.None).ConfigureAwait(false);
            List<WatchSeat>? next = null;
            lock (this.sync)
            {
                if (this.waiting.Count == 0)
                {
                    this.isFollowing = false;
                    return;
                }

                sequence = publisher.Current.Sequence;
                if (this.underWay == 0)
                {
                    next = this.Gather();
                }
            }

            this.Begin(next);
        }
    }
}
