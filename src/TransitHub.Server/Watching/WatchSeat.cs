using System.Threading.Tasks.Sources;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>Where one stream waits for its next state. It is the same for all its life and waiting makes no objects, since thousands of streams wait several times a second. <see cref="WatchRounds.Sit"/> gives it.</summary>
internal sealed class WatchSeat : IValueTaskSource<HubSnapshot?>, IDisposable
{
    private readonly WatchRounds rounds;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration registration;

    // What awaits goes on within the turn.
    private ManualResetValueTaskSourceCore<HubSnapshot?> waiting;
    private HubSnapshot? target;
    private long sequence;
    private TimeSpan from;
    private TimeSpan until;

    /// <summary>A seat.</summary>
    public WatchSeat(WatchRounds rounds, CancellationToken cancellation)
    {
        (this.rounds, this.cancellation) = (rounds, cancellation);
        this.registration = cancellation.UnsafeRegister(static seat => ((WatchSeat)seat!).rounds.Leave((WatchSeat)seat), this);
    }

    /// <summary>The next moment at which it may be due without a new state.</summary>
    public TimeSpan Alarm(TimeSpan now) => now < this.from && this.from < this.until ? this.from : this.until;

    /// <summary>It waits from now on.</summary>
    /// <param name="sequence">The state that the reader has.</param>
    /// <param name="from">Not for a state before that.</param>
    /// <param name="until">After that for none.</param>
    public ValueTask<HubSnapshot?> Wait(long sequence, TimeSpan from, TimeSpan until)
    {
        (this.sequence, this.from, this.until) = (sequence, from, until);
        this.waiting.Reset();
        return new ValueTask<HubSnapshot?>(this, this.waiting.Version);
    }

    /// <summary>Whether its waiting is over; then it has its target.</summary>
    public bool TryTake(HubSnapshot newest, TimeSpan now)
    {
        bool isLater = newest.Sequence > this.sequence && now >= this.from;
        this.target = isLater ? newest : null;
        return isLater || now >= this.until || this.cancellation.IsCancellationRequested;
    }

    /// <summary>The stream goes on, on this thread until it waits for something.</summary>
    public void GoOn()
    {
        try
        {
            if (this.cancellation.IsCancellationRequested)
            {
                this.waiting.SetException(new OperationCanceledException(this.cancellation));
            }
            else
            {
                this.waiting.SetResult(this.target);
            }
        }
        finally
        {
            this.rounds.EndTurn();
        }
    }

    /// <inheritdoc/>
    public HubSnapshot? GetResult(short token)
    {
        // It holds no old state while its reader takes what it was told.
        this.target = null;
        return this.waiting.GetResult(token);
    }

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => this.waiting.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => this.waiting.OnCompleted(continuation, state, token, flags);

    /// <summary>The stream has ended.</summary>
    public void Dispose() => this.registration.Dispose();
}
