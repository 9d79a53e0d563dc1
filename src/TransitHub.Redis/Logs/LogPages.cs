using System.Globalization;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Redis.Connection;

namespace TransitHub.Redis.Logs;

/// <summary>Entries of a shard's stream as they stand there. Places are sequences: an entry's id is its last record's, and <c>-0</c>.</summary>
internal sealed class LogPages(RedisConnection connection, ShardId shard)
{
    /// <summary>How many entries one call reads: with full entries some 2 MiB.</summary>
    public const int EntriesPerPage = 32;

    private readonly RedisKey key = connection.Keys.Log(shard);
    private readonly string what = $"reading the log of {shard}";

    /// <summary>The first entries whose last record is at or behind a place.</summary>
    public async Task<LogLine[]> ReadAsync(long sequence, int count, CancellationToken cancellationToken)
    {
        RedisValue from = Id(sequence);
        StreamEntry[] entries = await connection.RunAsync(this.what, d => d.StreamRangeAsync(this.key, from, "+", count), cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(LogLine.Of)];
    }

    /// <summary>The place of the first entry for which something holds that holds for all later ones too; null: for none.</summary>
    public async Task<LogLine?> FindFirstAsync(Func<LogLine, bool> holds, CancellationToken cancellationToken)
    {
        if (await this.EndAsync(Order.Descending, cancellationToken).ConfigureAwait(false) is not { } last || !holds(last))
        {
            return null;
        }

        LogLine? found = last;
        long low = (await this.EndAsync(Order.Ascending, cancellationToken).ConfigureAwait(false))?.LastSequence ?? 1;
        long high = last.LastSequence;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (await this.ReadAsync(middle, 1, cancellationToken).ConfigureAwait(false) is not [LogLine line])
            {
                break;
            }

            if (holds(line))
            {
                found = line;
                high = middle;
            }
            else
            {
                low = line.LastSequence + 1;
            }
        }

        return found;
    }

    private static RedisValue Id(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{sequence}-0");

    private async Task<LogLine?> EndAsync(Order order, CancellationToken cancellationToken)
    {
        StreamEntry[] entries = await connection.RunAsync(
            this.what, d => d.StreamRangeAsync(this.key, "-", "+", 1, order), cancellationToken).ConfigureAwait(false);
        return entries is [StreamEntry entry] ? LogLine.Of(entry) : null;
    }
}

/// <summary>An entry of a shard's stream.</summary>
/// <param name="LastSequence">The sequence of its last record.</param>
/// <param name="Count">How many records it says to have; 0: it does not say.</param>
/// <param name="HighWater">The latest <c>received_at</c> of all records up to it, Unix milliseconds.</param>
/// <param name="TotalBytes">Bytes of all entries ever, up to it.</param>
/// <param name="Bytes">The records.</param>
internal sealed record LogLine(long LastSequence, long Count, long HighWater, long TotalBytes, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Reads what the client library gives; fields that are missing are 0.</summary>
    public static LogLine Of(StreamEntry entry)
    {
        string id = entry.Id.ToString();
        long sequence = long.Parse(id.AsSpan(0, id.IndexOf('-', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return new LogLine(sequence, Number(entry["n"]), Number(entry["h"]), Number(entry["c"]), entry["b"]);
    }

    private static long Number(RedisValue value) => value.TryParse(out long number) ? number : 0;
}
