namespace TransitHub.Server.Security;

/// <summary>
/// Lets few passwords be hashed at a time, in the order in which they came, and a bounded number wait: hashing is slow by design, and guessing shall not take all processors. It admits half as
/// many as there are processors: the other half goes on with the hub's work. Safe for many threads.
/// </summary>
/// <param name="mostWaiting">How many may wait or be hashed.</param>
internal sealed class HashingTurns(int mostWaiting) : IDisposable
{
    private readonly SemaphoreSlim hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int waiting;

    /// <summary>Those that are admitted, to be held by who keeps others from their turn.</summary>
    internal SemaphoreSlim Admitted => this.hashing;

    /// <summary>Waits for its turn, which lasts until what is answered is disposed of; null: too many wait.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async ValueTask<IDisposable?> TryEnterAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref this.waiting) > mostWaiting)
        {
            Interlocked.Decrement(ref this.waiting);
            return null;
        }

        try
        {
            await this.hashing.WaitAsync(cancellation).ConfigureAwait(false);
            return new Turn(this);
        }
        catch
        {
            Interlocked.Decrement(ref this.waiting);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.hashing.Dispose();

    private sealed class Turn(HashingTurns turns) : IDisposable
    {
        public void Dispose()
        {
            turns.hashing.Release();
            Interlocked.Decrement(ref turns.waiting);
        }
    }
}
