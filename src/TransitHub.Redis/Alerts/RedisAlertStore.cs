using System.Globalization;
using System.Text;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Alerts;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;

namespace TransitHub.Redis.Alerts;

/// <summary>The operators' alerts and their audit; one script changes both in one step.</summary>
internal sealed class RedisAlertStore(RedisConnection connection) : IAlertStore
{
    private const uint Format = 1;

    /// <inheritdoc/>
    public async ValueTask<long?> TryReplaceAsync(FeedId feed, string text, string audit, long expectedVersion, CancellationToken cancellationToken)
    {
        byte[] document = AlertDocument.Encode(text);
        long next = expectedVersion + 1;
        RedisResult[] answer = await connection.RunAsync(
            $"writing the alerts of {feed}",
            RedisScript.AlertsReplace,
            [connection.Keys.Alerts(feed), connection.Keys.AlertsAudit(feed)],
            [expectedVersion, next, document, RedisContent.Checksum(document), Format, audit, AlertDocument.MostAuditLines],
            cancellationToken).ConfigureAwait(false);
        return ScriptAnswer.IsOk(answer) ? next : null;
    }

    /// <inheritdoc/>
    public async ValueTask<AlertDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Alerts(feed);
        string what = $"reading the alerts of {feed}";
        RedisValue version = await connection.RunAsync(what, d => d.HashGetAsync(key, "version"), cancellationToken).ConfigureAwait(false);
        if (version.IsNull || (long)version <= knownVersion)
        {
            return null;
        }

        RedisValue[] fields = await connection.RunAsync(what, d => d.HashGetAsync(key, ["version", "text", "checksum", "format"]), cancellationToken).ConfigureAwait(false);
        if ((uint)fields[3] > Format)
        {
            throw new NewerFormatException($"The alerts in {key}", (uint)fields[3], Format);
        }

        ReadOnlyMemory<byte> document = fields[1];
        return RedisContent.Checksum(document.Span) == fields[2]
            ? new AlertDocument((long)fields[0], Encoding.UTF8.GetString(document.Span))
            : throw new RedisStorageException(RedisTrouble.Damaged, $"The alerts in {key} are damaged: the checksum does not fit. Put a copy back, or remove the key to begin with none.");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AuditLine>> ReadAuditAsync(FeedId feed, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RedisKey key = connection.Keys.AlertsAudit(feed);
        StreamEntry[] entries = await connection.RunAsync(
            $"reading the audit of the alerts of {feed}", d => d.StreamRangeAsync(key, count: count, messageOrder: Order.Descending), cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(e => new AuditLine(VersionOf(e.Id), e["line"].ToString()))];
    }

    private static long VersionOf(RedisValue id) => long.Parse(id.ToString().Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture);
}
