namespace TransitHub.Server.Statics;

/// <summary>
/// What operators ask of a feed's static versions through this process, one at a time: a second one would be asked of a state that its asker has not seen.
/// The command line asks by a file instead (<see cref="StaticRequest.Put"/>), since it is another process.
/// </summary>
internal sealed class StaticRequests
{
    private readonly Lock gate = new();
    private readonly Func<StaticRequest?> elsewhere;
    private TaskCompletionSource signal = Fresh();
    private TaskCompletionSource<StaticEvent?>? answer;
    private volatile StaticRequest? pending;

    /// <summary>Begins with nothing.</summary>
    /// <param name="elsewhere">What other processes are asked for or do; null: there are none.</param>
    public StaticRequests(Func<StaticRequest?>? elsewhere = null) => this.elsewhere = elsewhere ?? (static () => null);

    /// <summary>What is asked for or being done; null: nothing.</summary>
    public StaticRequest? Pending => this.pending ?? this.elsewhere();

    /// <summary>Asks.</summary>
    /// <returns>Ends with what became of it, or with null if that could not be written down; null: another one is at it.</returns>
    public Task<StaticEvent?>? TryAsk(StaticRequest request)
    {
        lock (this.gate)
        {
            if (this.Pending is not null)
            {
                return null;
            }

            this.pending = request;
            this.answer = new TaskCompletionSource<StaticEvent?>(TaskCreationOptions.RunContinuationsAsynchronously);
            this.signal.TrySetResult();
            return this.answer.Task;
        }
    }

    /// <summary>Takes what was asked; null: nothing.</summary>
    internal StaticRequest? Take()
    {
        lock (this.gate)
        {
            if (!this.signal.Task.IsCompleted)
            {
                return null;
            }

            this.signal = Fresh();
            return this.pending;
        }
    }

    /// <summary>Tells who asked what became of it.</summary>
    internal void Answer(StaticEvent? happened)
    {
        lock (this.gate)
        {
            this.pending = null;
            this.answer?.TrySetResult(happened);
        }
    }

    /// <summary>Waits until something is asked, or for so long.</summary>
    internal async Task WaitAsync(TimeSpan most, TimeProvider clock, CancellationToken stop)
    {
        Task asked;
        lock (this.gate)
        {
            asked = this.signal.Task;
        }

        await asked.WaitAsync(most, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
