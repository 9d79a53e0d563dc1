namespace TransitHub.Core.Storage.Segments;

/// <summary>
/// One thread that does the writing and waiting for the disk, one job at a time, so that a slow disk
/// never holds a thread that serves connections.
/// </summary>
internal sealed class AppendThread : IAsyncDisposable
{
    private readonly SemaphoreSlim begin = new(0);
    private readonly Task loop;
    private Action? job;
    private TaskCompletionSource? done;

    /// <summary>Starts the thread.</summary>
    public AppendThread() => this.loop = Task.Factory.StartNew(
        this.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Runs a job on the thread. The next one may be given when it is done.</summary>
    /// <exception cref="InvalidOperationException">Another job is under way.</exception>
    public Task RunAsync(Action next)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref this.done, completion, null) is not null)
        {
            throw new InvalidOperationException("The log has one writer: an append began before the last one ended.");
        }

        this.job = next;
        this.begin.Release();
        return completion.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (Volatile.Read(ref this.done) is { } pending)
        {
            await pending.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        this.job = null;
        this.begin.Release();
        await this.loop.ConfigureAwait(false);
        this.begin.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            this.begin.Wait();
            if (this.job is not { } next)
            {
                return;
            }

            this.job = null;
            var attempt = new Task(next);
            attempt.RunSynchronously();
            TaskCompletionSource completion = Interlocked.Exchange(ref this.done, null)!;
            completion.SetFromTask(attempt);
        }
    }
}
