using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage;

/// <summary>
/// The durable order of a feed's accepted observations: what is in it has happened, and state is
/// rebuilt from it. Sequences start at 1 and have no gaps.
/// </summary>
public interface IObservationLog : IAsyncDisposable
{
    /// <summary>The sequence of the newest durable observation; 0 when the log is empty.</summary>
    long LastSequence { get; }

    /// <summary>
    /// Appends the observations in order and completes when all of them are durable. Calls are made
    /// by one writer, one after another.
    /// </summary>
    /// <returns>The sequence of the first one.</returns>
    /// <exception cref="IOException">The storage failed: nothing more may be acknowledged.</exception>
    ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken);

    /// <summary>Reads observations in order, from the first one received at or after a moment.</summary>
    IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken);
}

/// <summary>An observation with its place in the log.</summary>
/// <param name="Sequence">Its place, from 1.</param>
/// <param name="Observation">What was accepted.</param>
public readonly record struct LoggedRecord(long Sequence, Observation Observation);
