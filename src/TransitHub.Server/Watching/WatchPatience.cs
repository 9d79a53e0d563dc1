namespace TransitHub.Server.Watching;

/// <summary>
/// Ends a stream whose reader takes nothing for too long: it holds a place and what could not be sent. The web server's own bound is bytes a second since the beginning, which lets go on for
/// hours who took a large state at once.
/// </summary>
internal sealed class WatchPatience : IDisposable
{
    private readonly KeyValuePair<string, object?> feed;
    private readonly TimeSpan limit;
    private readonly CancellationTokenSource lost;
    private readonly CancellationTokenSource ending;

    /// <summary>Waits for a reader.</summary>
    /// <param name="feed">Whose stream it is, for what is counted.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="limit">How long one event may take.</param>
    /// <param name="left">The reader went away.</param>
    /// <param name="stopping">The hub stops.</param>
    public WatchPatience(KeyValuePair<string, object?> feed, TimeProvider clock, TimeSpan limit, CancellationToken left, CancellationToken stopping)
    {
        this.feed = feed;
        this.limit = limit;
        this.lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        this.ending = CancellationTokenSource.CreateLinkedTokenSource(left, stopping, this.lost.Token);
    }

    /// <summary>The stream ends.</summary>
    public CancellationToken Ending => this.ending.Token;

    /// <summary>True when it ends because the reader took nothing.</summary>
    public bool IsLost => this.lost.IsCancellationRequested;

    /// <summary>Waits until an event is taken.</summary>
    /// <exception cref="OperationCanceledException">The stream ends.</exception>
    public ValueTask WaitAsync(Task write) => write.IsCompletedSuccessfully ? ValueTask.CompletedTask : this.WaitLongAsync(write);

    /// <summary>The stream has ended.</summary>
    public void Dispose()
    {
        if (this.IsLost)
        {
            WatchTelemetry.CountDropped(this.feed);
        }

        this.ending.Dispose();
        this.lost.Dispose();
    }

    private async ValueTask WaitLongAsync(Task write)
    {
        this.lost.CancelAfter(this.limit);
        await write.ConfigureAwait(false);
        this.lost.CancelAfter(Timeout.InfiniteTimeSpan);
    }
}
