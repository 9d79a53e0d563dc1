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

    /// <summary>The next state that may be sent, or null when a heartbeat is due first.</summary>
    public async ValueTask<HubSnapshot?> WaitAsync(SnapshotPublisher publisher, long sequence, CancellationToken cancellation)
    {
        TimeSpan pause = minInterval - clock.GetElapsedTime(this.batchAt);
        TimeSpan untilHeartbeat = heartbeat - clock.GetElapsedTime(this.sentAt);
        if (pause > TimeSpan.Zero)
        {
            TimeSpan wait = pause < untilHeartbeat ? pause : untilHeartbeat;
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, clock, cancellation).ConfigureAwait(false);
            untilHeartbeat = heartbeat - clock.GetElapsedTime(this.sentAt);
            if (clock.GetElapsedTime(this.batchAt) < minInterval && untilHeartbeat <= TimeSpan.Zero)
            {
                return null;
            }
        }

        if (publisher.Current.Sequence > sequence)
        {
            return publisher.Current;
        }

        return untilHeartbeat <= TimeSpan.Zero ? null : await WaitUntilAsync(publisher, sequence, untilHeartbeat, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits a while for a state that the reader has from another process already.</summary>
    public async ValueTask CatchUpAsync(SnapshotPublisher publisher, long sequence, CancellationToken cancellation) =>
        await WaitUntilAsync(publisher, sequence - 1, heartbeat < MostBehind ? heartbeat : MostBehind, cancellation).ConfigureAwait(false);

    private async ValueTask<HubSnapshot?> WaitUntilAsync(SnapshotPublisher publisher, long sequence, TimeSpan left, CancellationToken cancellation)
    {
        using var due = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, due.Token);
        try
        {
            return await publisher.WaitForLaterAsync(sequence, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
