namespace TransitHub.Server.Watching;

/// <summary>
/// Lets few streams at a time make their next step. A new state wakes all readers at once; thousands of them would stand in line before every call that comes meanwhile. So they stand in a line
/// of their own, and no more than half of the processors work on it.
/// </summary>
internal sealed class WatchTurns : IDisposable
{
    private readonly SemaphoreSlim turns;

    /// <summary>With so many at a time.</summary>
    public WatchTurns(int width) => this.turns = new SemaphoreSlim(width);

    /// <summary>Half of the processors, at least one.</summary>
    public static int Half => Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Does something when it is its turn, in the order in which they came.</summary>
    public async ValueTask<T> TakeAsync<T>(Func<T> make, CancellationToken cancellation)
    {
        await this.turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return make();
        }
        finally
        {
            this.turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.turns.Dispose();
}
