using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>A log in memory whose disk the test holds up or breaks.</summary>
internal sealed class HeldLog : IObservationLog
{
    private readonly List<LoggedRecord> records = [];

    /// <summary>Completes with the first append's beginning.</summary>
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<int> Appends { get; } = [];

    /// <summary>An append waits for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    /// <summary>An append or a read fails with it.</summary>
    public IOException? Failure { get; set; }

    public long LastSequence => this.records.Count;

    public async ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        this.Entered.TrySetResult();
        if (this.Hold is { } hold)
        {
            await hold.Task;
        }

        this.ThrowIfFailed();
        long first = this.LastSequence + 1;
        lock (this.records)
        {
            this.records.AddRange(observations.Select((o, i) => new LoggedRecord(first + i, o)));
            this.Appends.Add(observations.Count);
        }

        return first;
    }

    public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken)
    {
        this.ThrowIfFailed();
        return [.. this.records.SkipWhile(r => r.Observation.ReceivedAt < from)];
    }

    public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void ThrowIfFailed()
    {
        if (this.Failure is not null)
        {
            throw this.Failure;
        }
    }
}
