using StackExchange.Redis;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Published;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;
using Lease = TransitHub.Core.Storage.Leases.Lease;

namespace TransitHub.Redis.Published;

/// <summary>The bytes that every replica serves: an account of what is published, and each message's content in parts. Only messages that changed are written and read.</summary>
internal sealed class RedisFeedStore(RedisConnection connection) : IFeedStore
{
    private const string FeedPrefix = "feed:";
    private const int Tries = 10;
    private readonly RedisContent content = new(connection);

    /// <inheritdoc/>
    public async ValueTask<long> PublishAsync(FeedId feed, IReadOnlyList<PublishedFeed> feeds, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feeds);
        ArgumentNullException.ThrowIfNull(lease);
        string what = $"publishing the feeds of {feed}";
        RedisKey account = connection.Keys.Feeds(feed);
        RedisKey leaseKey = connection.Keys.Lease(lease.Name);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            RedisResult[] begun = await connection.RunAsync(what, RedisScript.StateBegin, [account, leaseKey], [lease.Token], cancellationToken).ConfigureAwait(false);
            ScriptAnswer.ThrowIfFenced(begun, lease);
            long generation = (long)begun[1];
            Dictionary<string, RedisValue> fields = RedisAccount.Read(begun, 2);
            RedisValue edition = fields.GetValueOrDefault("edition", 0);
            List<RedisKey> keys = [account, leaseKey];
            List<RedisValue> arguments = [lease.Token, generation, edition];
            await this.WriteChangedAsync(what, feed, feeds, generation, fields, keys, arguments, cancellationToken).ConfigureAwait(false);
            if (keys.Count == 2)
            {
                return (long)edition;
            }

            RedisResult[] committed = await connection.RunAsync(what, RedisScript.FeedsCommit, [.. keys], [.. arguments], cancellationToken).ConfigureAwait(false);
            ScriptAnswer.ThrowIfFenced(committed, lease);
            switch ((string?)committed[0])
            {
                case "ok":
                    return (long)committed[1];
                case "time":
                    string name = committed[1].ToString();
                    throw new FeedTimeException(name, feeds.First(f => f.Name == name).Bytes.HeaderTimestamp, (long)committed[2]);
            }
        }

        throw Unsettled(what);
    }

    /// <inheritdoc/>
    public async ValueTask<FeedEdition?> FindAsync(FeedId feed, FeedEdition? known, CancellationToken cancellationToken)
    {
        string what = $"reading the feeds of {feed}";
        RedisKey account = connection.Keys.Feeds(feed);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            RedisValue newest = await connection.RunAsync(what, d => d.HashGetAsync(account, "edition"), cancellationToken).ConfigureAwait(false);
            if (newest.IsNull || (long)newest == known?.Number)
            {
                return known;
            }

            HashEntry[] entries = await connection.RunAsync(what, d => d.HashGetAllAsync(account), cancellationToken).ConfigureAwait(false);
            Dictionary<string, RedisValue> fields = RedisAccount.Read(entries);
            if (await this.ReadAsync(what, feed, known, fields, cancellationToken).ConfigureAwait(false) is { } feeds)
            {
                return new FeedEdition((long)fields["edition"], feeds);
            }
        }

        throw Unsettled(what);
    }

    private static RedisStorageException Unsettled(string what) =>
        new(RedisTrouble.Damaged, $"{what} was tried {Tries} times, and each time parts were missing or another publication came between. The next publication makes it whole.");

    /// <summary>Writes the messages that differ from what stands, and adds what the script needs of them.</summary>
    private async Task WriteChangedAsync(
        string what, FeedId feed, IReadOnlyList<PublishedFeed> feeds, long generation, Dictionary<string, RedisValue> fields,
        List<RedisKey> keys, List<RedisValue> arguments, CancellationToken cancellationToken)
    {
        foreach (PublishedFeed next in feeds)
        {
            StorageName.ThrowIfInvalid(next.Name);
            FeedLine? former = fields.TryGetValue(FeedPrefix + next.Name, out RedisValue text) ? FeedLine.Parse(text.ToString()) : null;
            if (former?.Tag == FeedLine.TagOf(next))
            {
                continue;
            }

            FeedLine line = FeedLine.Of(next, generation);
            RedisKey key = connection.Keys.FeedContent(feed, next.Name, generation);
            await this.content.WriteAsync(what, key, next.Bytes.Protobuf.Bytes, cancellationToken).ConfigureAwait(false);
            keys.AddRange([key, connection.Keys.FeedContent(feed, next.Name, former?.Generation ?? 0)]);
            arguments.AddRange([next.Name, line.HeaderTimestamp, line.Tag, line.Parts, line.ToString()]);
        }
    }

    /// <summary>The messages that an account tells of; null when one was replaced meanwhile.</summary>
    private async Task<List<PublishedFeed>?> ReadAsync(
        string what, FeedId feed, FeedEdition? known, Dictionary<string, RedisValue> fields, CancellationToken cancellationToken)
    {
        List<PublishedFeed> feeds = [];
        foreach ((string field, RedisValue text) in fields.Where(f => f.Key.StartsWith(FeedPrefix, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            string name = field[FeedPrefix.Length..];
            FeedLine line = FeedLine.Parse(text.ToString());
            PublishedFeed? published = known?.Feeds.FirstOrDefault(f => f.Name == name && FeedLine.TagOf(f) == line.Tag);
            if (published is null)
            {
                RedisKey key = connection.Keys.FeedContent(feed, name, line.Generation);
                byte[]? bytes = await this.content.ReadAsync(what, key, line.Parts, line.Length, cancellationToken).ConfigureAwait(false);
                if (bytes is null)
                {
                    return null;
                }

                published = new PublishedFeed(name, new FeedBytes(bytes, line.HeaderTimestamp));
                if (FeedLine.TagOf(published) != line.Tag)
                {
                    throw new RedisStorageException(
                        RedisTrouble.Damaged, $"The feed in {key} is damaged: its bytes do not fit their tag. The last whole one is served; the next publication replaces it.");
                }
            }

            feeds.Add(published);
        }

        return feeds;
    }
}
