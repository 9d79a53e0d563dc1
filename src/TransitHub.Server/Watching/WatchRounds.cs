using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Watching;

/// <summary>
/// Has all readers of a feed go to the same state in the same round. When readers take longer than states come, each would otherwise go from another state to another, which nobody could share:
/// what all have to do would grow with the delay, and the delay with it. Safe for many threads.
/// </summary>
/// <param name="publisher">The feed's states.</param>
internal sealed class WatchRounds(SnapshotPublisher publisher)
{
    private readonly Lock sync = new();
    private HubSnapshot? target;
    private int underWay;
    private TaskCompletionSource over = NewSignal();

    /// <summary>The state to go to, later than the one that the reader has: at once, or after the present round. <see cref="Leave"/> when the step is made.</summary>
    /// <param name="sequence">The state that the reader has; there is a later one.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async ValueTask<HubSnapshot> EnterAsync(long sequence, CancellationToken cancellation)
    {
        while (true)
        {
            Task wait;
            lock (this.sync)
            {
                if (this.underWay == 0 || this.target is null)
                {
                    this.target = publisher.Current;
                }

                if (this.target.Sequence > sequence)
                {
                    this.underWay++;
                    return this.target;
                }

                wait = this.over.Task;
            }

            await wait.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>A reader's step is made, or it is not wanted any more.</summary>
    public void Leave()
    {
        TaskCompletionSource? signal = null;
        lock (this.sync)
        {
            if (--this.underWay == 0)
            {
                (signal, this.over, this.target) = (this.over, NewSignal(), null);
            }
        }

        signal?.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
