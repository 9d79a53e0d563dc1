using TransitHub.Core.Storage.Leases;

namespace TransitHub.Server.Roles.Fusion;

/// <summary>A shard that this process has, at work on a thread of its own.</summary>
internal sealed class OwnedShard : IAsyncDisposable
{
    private readonly HeldLease held;
    private readonly CancellationTokenSource stop = new();
    private readonly Task<string?> working;

    /// <summary>Begins.</summary>
    /// <param name="held">The shard's lease; given back in the end.</param>
    /// <param name="run">Works until it is told to stop, and says why it ended; null: because it was told to.</param>
    public OwnedShard(HeldLease held, Func<HeldLease, CancellationToken, string?> run)
    {
        this.held = held;
        this.working = Task.Factory.StartNew(() => run(held, this.stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether its work has ended.</summary>
    public bool HasEnded => this.working.IsCompleted;

    /// <summary>Tells it to end in order: the state is kept, and the next owner goes on with it.</summary>
    public void BeginStop() => this.stop.Cancel();

    /// <summary>Waits for its end and gives the lease back.</summary>
    /// <returns>Why it ended, for an operator; null: it was told to.</returns>
    public async Task<string?> EndAsync()
    {
        try
        {
            return await this.working.ConfigureAwait(false);
        }
        finally
        {
            await this.held.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.stop.CancelAsync().ConfigureAwait(false);
        await ((Task)this.working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        this.stop.Dispose();
    }
}
