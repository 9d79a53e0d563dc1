using System.Globalization;
using System.Text;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;

namespace TransitHub.Redis.Books;

/// <summary>What operators wrote of one matter and its audit; one script changes both in one step.</summary>
/// <param name="connection">Redis.</param>
/// <param name="name">The matter, of <see cref="BookNames"/>.</param>
internal sealed class RedisBookStore(RedisConnection connection, string name) : IBookStore
{
    private const uint Format = 1;

    /// <inheritdoc/>
    public async ValueTask<long?> TryReplaceAsync(FeedId feed, string text, string audit, long expectedVersion, CancellationToken cancellationToken)
    {
        byte[] document = BookDocument.Encode(text);
        long next = expectedVersion + 1;
        RedisResult[] answer = await connection.RunAsync(
            $"writing the {name} of {Whose(feed)}",
            RedisScript.DocumentReplace,
            [connection.Keys.Book(feed, name), connection.Keys.BookAudit(feed, name)],
            [expectedVersion, next, document, RedisContent.Checksum(document), Format, audit, BookDocument.MostAuditLines],
            cancellationToken).ConfigureAwait(false);
        return ScriptAnswer.IsOk(answer) ? next : null;
    }

    /// <inheritdoc/>
    public async ValueTask<BookDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Book(feed, name);
        string what = $"reading the {name} of {Whose(feed)}";
        RedisValue version = await connection.RunAsync(what, d => d.HashGetAsync(key, "version"), cancellationToken).ConfigureAwait(false);
        if (version.IsNull || (long)version <= knownVersion)
        {
            return null;
        }

        RedisValue[] fields = await connection.RunAsync(what, d => d.HashGetAsync(key, ["version", "text", "checksum", "format"]), cancellationToken).ConfigureAwait(false);
        if ((uint)fields[3] > Format)
        {
            throw new NewerFormatException($"The operators' document in {key}", (uint)fields[3], Format);
        }

        ReadOnlyMemory<byte> document = fields[1];
        return RedisContent.Checksum(document.Span) == fields[2]
            ? new BookDocument((long)fields[0], Encoding.UTF8.GetString(document.Span))
            : throw new RedisStorageException(RedisTrouble.Damaged, $"The operators' document in {key} is damaged: the checksum does not fit. Put a copy back, or remove the key to begin with none.");
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AuditLine>> ReadAuditAsync(FeedId feed, int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        RedisKey key = connection.Keys.BookAudit(feed, name);
        StreamEntry[] entries = await connection.RunAsync(
            $"reading the audit of the {name} of {Whose(feed)}", d => d.StreamRangeAsync(key, count: count, messageOrder: Order.Descending), cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(e => new AuditLine(VersionOf(e.Id), e["line"].ToString()))];
    }

    private static string Whose(FeedId feed) => feed == default ? "the hub" : feed.ToString();

    private static long VersionOf(RedisValue id) => long.Parse(id.ToString().Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture);
}
