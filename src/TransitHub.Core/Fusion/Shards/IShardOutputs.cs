using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>Where a shard's states go, in the order in which they are made.</summary>
public interface IShardOutputs
{
    /// <summary>The sequence of the last state that was published; 0: none was.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<long> FindLastAsync(ShardId shard, CancellationToken cancellationToken);

    /// <summary>Publishes a state and returns when readers can have it. One that was published already changes nothing.</summary>
    /// <param name="shard">Whose.</param>
    /// <param name="output">The state, and what differs from the one before.</param>
    /// <param name="lease">The shard's.</param>
    /// <param name="cancellationToken">Ends the waiting; it may be published then.</param>
    /// <exception cref="LeaseLostException">The lease is no longer held; nothing was published.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask PublishAsync(ShardId shard, ShardOutput output, Lease lease, CancellationToken cancellationToken);
}
