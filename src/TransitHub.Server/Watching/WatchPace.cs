using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>When one reader's stream sends: not sooner than the interval it asked for, not silent for longer than the heartbeat.</summary>
/// <param name="clock">The hub's clock.</param>
/// <param name="heartbeat">Silence after which a heartbeat is sent.</param>
/// <param name="minInterval">The least time between two batches; zero: the hub's own pace.</param>
internal sealed class WatchPace(TimeProvider clock, TimeSpan heartbeat, TimeSpan minInterval)
{
    /// <summary>So far one process may be behind another: some rounds of asking, and a takeover.</summary>
    private static readonly TimeSpan MostBehind = TimeSpan.FromSeconds(5);

    private long sentAt;
    private long batchAt;

    /// <summary>How long no batch may be sent yet; not positive: one may be.</summary>
    public TimeSpan Pause => minInterval - clock.GetElapsedTime(this.batchAt);

    /// <summary>How long it may be silent yet.</summary>
    public TimeSpan UntilHeartbeat => heartbeat - clock.GetElapsedTime(this.sentAt);

    /// <summary>The stream begins.</summary>
    public void Start() => this.sentAt = this.batchAt = clock.GetTimestamp();

    /// <summary>The reader has taken a step.</summary>
    public void Sent(WatchStepKind kind)
    {
        this.sentAt = clock.GetTimestamp();
        if (kind != WatchStepKind.Heartbeat)
        {
            this.batchAt = this.sentAt;
        }
    }

    /// <summary>Waits a while for a state that the reader has from another process already.</summary>
    public async ValueTask CatchUpAsync(SnapshotPublisher publisher, long sequence, CancellationToken cancellation)
    {
        using var due = new CancellationTokenSource(heartbeat < MostBehind ? heartbeat : MostBehind, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
        try
        {
            await publisher.WaitForLaterAsync(sequence - 1, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It is no longer waited for.
        }
    }
}
