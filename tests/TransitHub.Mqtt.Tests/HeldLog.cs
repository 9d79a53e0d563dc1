using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Tests;

/// <summary>A log in memory that can be made slow or broken.</summary>
internal sealed class HeldLog : IObservationLog
{
    private readonly List<IReadOnlyList<Observation>> batches = [];
    private TaskCompletionSource? held;
    private TaskCompletionSource began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool broken;

    public long LastSequence { get; private set; }

    public IReadOnlyList<IReadOnlyList<Observation>> Batches
    {
        get
        {
            lock (this.batches)
            {
                return [.. this.batches];
            }
        }
    }

    public IReadOnlyList<Observation> All => [.. this.Batches.SelectMany(b => b)];

    /// <summary>Completes when an append is under way.</summary>
    public Task Began => this.began.Task;

    public void Hold()
    {
        this.began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        this.held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Release()
    {
        TaskCompletionSource? waiting = this.held;
        this.held = null;
        waiting?.SetResult();
    }

    public void Break() => this.broken = true;

    public async ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        this.began.TrySetResult();
        if (this.held is { } waiting)
        {
            await waiting.Task;
        }

        if (this.broken)
        {
            throw new IOException("the disk is full");
        }

        lock (this.batches)
        {
            this.batches.Add([.. observations]);
        }

        this.LastSequence += observations.Count;
        return this.LastSequence - observations.Count + 1;
    }

    public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken) => [];

    public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        this.Release();
        return ValueTask.CompletedTask;
    }
}
