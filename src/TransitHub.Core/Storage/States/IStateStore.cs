using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.States;

/// <summary>
/// Keeps what was made of a shard's log up to a place, so that a new owner need not read all of it. A state replaces the one before of the same name as a
/// whole: a reader finds the former or the new one, whoever is killed in between.
/// </summary>
public interface IStateStore
{
    /// <summary>Replaces a state and returns when it is kept.</summary>
    /// <param name="shard">Whose.</param>
    /// <param name="name">Which of them, 1 to 64 of <c>a-z 0-9 -</c>.</param>
    /// <param name="state">The state.</param>
    /// <param name="lease">The shard's, held by the writer.</param>
    /// <param name="cancellationToken">Ends the waiting; either state may stand then.</param>
    /// <exception cref="LeaseLostException">The lease is no longer held; nothing was changed.</exception>
    /// <exception cref="IOException">The storage failed; the former state stands, or the new one if only the answer was lost.</exception>
    ValueTask SaveAsync(ShardId shard, string name, StoredState state, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        return lease.Name == LeaseName.OfShard(shard)
            ? this.SaveAsync(name, state, lease, cancellationToken)
            : throw new ArgumentException($"The lease of {lease.Name} is not that of {shard}.", nameof(lease));
    }

    /// <summary>Replaces a state of a lease's holder, as above.</summary>
    ValueTask SaveAsync(string name, StoredState state, Lease lease, CancellationToken cancellationToken);

    /// <summary>Reads a state.</summary>
    /// <param name="shard">Whose.</param>
    /// <param name="name">Which of them.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<StateReading> ReadAsync(ShardId shard, string name, CancellationToken cancellationToken) =>
        this.ReadAsync(LeaseName.OfShard(shard), name, cancellationToken);

    /// <summary>Reads a state of a lease's holder, as above.</summary>
    ValueTask<StateReading> ReadAsync(LeaseName owner, string name, CancellationToken cancellationToken);
}
