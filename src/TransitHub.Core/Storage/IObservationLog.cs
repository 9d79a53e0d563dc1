using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage;

/// <summary>
/// The durable order of a feed's accepted observations: what is in it has happened, and state is
/// rebuilt from it. Sequences start at 1 and have no gaps.
/// </summary>
/// <remarks>A reader that stores its place together with what it made of the records up to there, and goes on after it, takes each in once.</remarks>
public interface IObservationLog : IAsyncDisposable
{
    /// <summary>The sequence of the newest durable observation that this end has seen; 0 when the log was empty.</summary>
    long LastSequence { get; }

    /// <summary>
    /// Appends the observations in order and completes when all of them are durable. Calls are made
    /// by one writer, one after another.
    /// </summary>
    /// <returns>The sequence of the first one.</returns>
    /// <exception cref="IOException">The storage failed: nothing more may be acknowledged.</exception>
    ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken);

    /// <summary>Reads observations in order, from the first one received at or after a moment.</summary>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; thrown when reading comes to the place.</exception>
    IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken);

    /// <summary>Reads observations in order, from the one behind a place up to what was durable when reading came there. What was trimmed is passed over and reported.</summary>
    /// <param name="sequence">The last one that is not wanted any more; 0: from the beginning.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged; thrown when reading comes to the place.</exception>
    IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken);

    /// <summary>Removes what the limits of age and size no longer keep, as far as it was taken in by all who need it.</summary>
    /// <param name="consumed">The last one that all have taken in and stored the effect of: what is behind it stays.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The sequence of the oldest one kept; one more than <see cref="LastSequence"/> when nothing is.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<long> TrimAsync(long consumed, CancellationToken cancellationToken) => this.TrimAsync(consumed, long.MaxValue, cancellationToken);

    /// <summary>The same where an archive has yet to have records: they stay beyond their age, but not beyond the limit of size.</summary>
    /// <param name="consumed">The last one that all have taken in and stored the effect of: what is behind it stays.</param>
    /// <param name="archived">The last one that the archive has no need of any more: what is behind it stays as long as there is room.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The sequence of the oldest one kept; one more than <see cref="LastSequence"/> when nothing is.</returns>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken);

    /// <summary>How much of the room is taken beyond which records go that an archive has yet to have, 0 to 1 and above; 0 where it is not known.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<double> FillAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0.0);

    /// <summary>How much it keeps, bytes, where that costs next to nothing to ask; null: this form does not tell.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<long?> SizeAsync(CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);
}

/// <summary>An observation with its place in the log.</summary>
/// <param name="Sequence">Its place, from 1.</param>
/// <param name="Observation">What was accepted.</param>
public readonly record struct LoggedRecord(long Sequence, Observation Observation);
