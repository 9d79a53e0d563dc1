using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// Hands finished states from the one writer to any number of readers. Readers take the current
/// state, wait for a later one, or ask what changed since a sequence; they never hold up the writer,
/// and a reader that was slow finds the changes of several states joined, newest value only.
/// </summary>
public sealed class SnapshotPublisher
{
    /// <summary>Readers who missed the same states ask one after another; joining many states is the most of what they cost.</summary>
    private const int KeptJoins = 4;

    /// <summary>What a small feed keeps in any case.</summary>
    private const int KeptChanges = 20_000;

    private readonly int historyLength;
    private readonly Lock sync = new();
    private readonly Queue<Step> history = new();
    private readonly Queue<Joined> joined = new();
    private long kept;
    private long restartedAt = -1;
    private volatile HubSnapshot current;
    private TaskCompletionSource next = NewSignal();

    /// <summary>Starts with the empty state.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="schedule">Its static feed.</param>
    /// <param name="at">The present.</param>
    /// <param name="historyLength">
    /// How many past states can be resumed from at most, 1 to 10,000; each keeps only what changed in it alive. Fewer are kept once
    /// more changed in them than twice what there is: whoever missed so much is better off with the whole state, and old
    /// values of a large feed would fill the memory.
    /// </param>
    public SnapshotPublisher(FeedId feed, Schedule schedule, Timestamp at, int historyLength = 600)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(historyLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(historyLength, 10_000);
        this.historyLength = historyLength;
        this.current = HubSnapshot.Empty(feed, schedule, at);
    }

    /// <summary>The newest state.</summary>
    public HubSnapshot Current => this.current;

    /// <summary>Which states have observations in them that are followed.</summary>
    public FollowedStates Followed { get; } = new();

    /// <summary>Makes a state the current one. Called by the one writer only.</summary>
    /// <exception cref="ArgumentException">Its sequence does not follow the current one.</exception>
    public void Publish(HubSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        TaskCompletionSource signal;
        lock (this.sync)
        {
            if (snapshot.Sequence != this.current.Sequence + 1)
            {
                throw new ArgumentException($"State {snapshot.Sequence} does not follow state {this.current.Sequence}.", nameof(snapshot));
            }

            this.history.Enqueue(new Step(snapshot.Sequence, snapshot.Changes));
            this.kept += snapshot.Changes.Count;
            long worthKeeping = Math.Max(KeptChanges, 2L * (snapshot.Vehicles.Length + snapshot.Trips.Length + snapshot.Crowding.Length));
            while (this.history.Count > this.historyLength || (this.kept > worthKeeping && this.history.Count > 1))
            {
                this.kept -= this.history.Dequeue().Changes.Count;
            }

            this.current = snapshot;
            signal = this.next;
            this.next = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Begins with another state: nothing is known of how it came about, so nobody resumes from before it. Called by the one writer only.</summary>
    /// <exception cref="ArgumentException">It is older than the current one.</exception>
    public void Restart(HubSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        TaskCompletionSource signal;
        lock (this.sync)
        {
            if (snapshot.Sequence < this.current.Sequence)
            {
                throw new ArgumentException($"State {snapshot.Sequence} is older than state {this.current.Sequence}.", nameof(snapshot));
            }

            this.history.Clear();
            this.joined.Clear();
            this.kept = 0;
            Interlocked.Exchange(ref this.restartedAt, snapshot.Sequence);
            this.current = snapshot;
            signal = this.next;
            this.next = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Completes with a state later than <paramref name="sequence"/>, at once if there is one.</summary>
    public async ValueTask<HubSnapshot> WaitForLaterAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task wait;
            lock (this.sync)
            {
                if (this.current.Sequence > sequence)
                {
                    return this.current;
                }

                wait = this.next.Task;
            }

            await wait.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// All that changed after a state, up to <paramref name="upTo"/>: for each vehicle, run and stop the newest value only,
    /// removals where the last word was a removal. Null when that state is too long ago (take the whole snapshot).
    /// </summary>
    public SnapshotChanges? ChangesSince(long sequence, HubSnapshot upTo)
    {
        ArgumentNullException.ThrowIfNull(upTo);
        if (sequence == upTo.Sequence)
        {
            return SnapshotChanges.None;
        }

        if (sequence + 1 == upTo.Sequence && upTo.Sequence != Interlocked.Read(ref this.restartedAt))
        {
            return upTo.Changes;
        }

        Joined? join = null;
        lock (this.sync)
        {
            if (sequence > upTo.Sequence || this.history.Count == 0 || this.history.Peek().Sequence > sequence + 1)
            {
                return null;
            }

            foreach (Joined kept in this.joined)
            {
                join = kept.From == sequence && ReferenceEquals(kept.UpTo, upTo) ? kept : join;
            }

            if (join is null)
            {
                SnapshotChanges[] steps = [.. this.history.Where(s => s.Sequence > sequence && s.Sequence <= upTo.Sequence).Select(s => s.Changes)];
                join = new Joined(sequence, upTo, new Lazy<SnapshotChanges>(() => ChangesJoin.Join(steps)));
                this.joined.Enqueue(join);
                if (this.joined.Count > KeptJoins)
                {
                    this.joined.Dequeue();
                }
            }
        }

        return join.Changes.Value;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Step(long Sequence, SnapshotChanges Changes);

    private sealed record Joined(long From, HubSnapshot UpTo, Lazy<SnapshotChanges> Changes);
}
