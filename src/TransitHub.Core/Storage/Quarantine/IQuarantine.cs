using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Quarantine;

/// <summary>Where records go that a shard cannot take in, so that it goes on and nobody has to guess what was left out.</summary>
public interface IQuarantine
{
    /// <summary>Keeps a record. One of a place that is kept already changes nothing; beyond <see cref="QuarantinedRecord.MaxKept"/> it is only counted.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask AddAsync(ShardId shard, QuarantinedRecord record, CancellationToken cancellationToken);

    /// <summary>What is kept of a shard.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask<QuarantineList> ListAsync(ShardId shard, CancellationToken cancellationToken);
}

/// <summary>What is kept of a shard.</summary>
/// <param name="Records">In the order of the log.</param>
/// <param name="LeftOut">How many came when there was no more room.</param>
public sealed record QuarantineList(IReadOnlyList<QuarantinedRecord> Records, long LeftOut);
