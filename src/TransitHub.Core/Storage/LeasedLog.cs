using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Leases;
using TransitHub.Core.Time;

namespace TransitHub.Core.Storage;

/// <summary>A log of the embedded form that takes nothing more once its writer's lease is not held. The folder's lock keeps a second writer out until then.</summary>
/// <param name="log">The log; owned.</param>
/// <param name="leases">Tells whether the writer may still write.</param>
/// <param name="lease">The writer's.</param>
internal sealed class LeasedLog(SegmentObservationLog log, LocalLeases leases, Lease lease) : IObservationLog
{
    /// <inheritdoc/>
    public long LastSequence => log.LastSequence;

    /// <inheritdoc/>
    public ValueTask<long> AppendAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ValueTask<long> appended = default;
        leases.Write(lease, () => appended = log.AppendAsync(observations, cancellationToken));
        return appended;
    }

    /// <inheritdoc/>
    public IEnumerable<LoggedRecord> Read(Timestamp from, CancellationToken cancellationToken) => log.Read(from, cancellationToken);

    /// <inheritdoc/>
    public IEnumerable<LoggedRecord> ReadAfter(long sequence, CancellationToken cancellationToken) => log.ReadAfter(sequence, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> TrimAsync(long consumed, long archived, CancellationToken cancellationToken)
    {
        ValueTask<long> trimmed = default;
        leases.Write(lease, () => trimmed = log.TrimAsync(consumed, archived, cancellationToken));
        return trimmed;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => log.DisposeAsync();
}
