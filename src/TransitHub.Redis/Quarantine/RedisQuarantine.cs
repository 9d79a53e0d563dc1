using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Quarantine;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Quarantine;

/// <summary>What was left out of shards' logs, one hash a shard.</summary>
internal sealed class RedisQuarantine(RedisConnection connection) : IQuarantine
{
    private const string LeftOut = "left-out";

    /// <inheritdoc/>
    public async ValueTask AddAsync(ShardId shard, QuarantinedRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        await connection.RunAsync(
            $"keeping what was left out of {shard}",
            RedisScript.QuarantineAdd,
            [connection.Keys.Quarantine(shard)],
            [record.Sequence, record.Encode(), QuarantinedRecord.MaxKept],
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<QuarantineList> ListAsync(ShardId shard, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Quarantine(shard);
        HashEntry[] entries = await connection.RunAsync($"reading what was left out of {shard}", d => d.HashGetAllAsync(key), cancellationToken).ConfigureAwait(false);
        RedisValue leftOut = entries.FirstOrDefault(e => e.Name == LeftOut).Value;
        return new QuarantineList(
            [.. entries.Where(e => e.Name != LeftOut).Select(e => QuarantinedRecord.Decode(e.Value)).OfType<QuarantinedRecord>().OrderBy(r => r.Sequence)],
            leftOut.IsNull ? 0 : (long)leftOut);
    }
}
