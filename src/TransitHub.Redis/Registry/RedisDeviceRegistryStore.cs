using System.Text;
using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Registry;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;

namespace TransitHub.Redis.Registry;

/// <summary>The devices file that all processes of a feed share, with a version that tells whether another one was written meanwhile.</summary>
internal sealed class RedisDeviceRegistryStore(RedisConnection connection) : IDeviceRegistryStore
{
    private const uint Format = 1;

    /// <inheritdoc/>
    public async ValueTask<long?> TryReplaceAsync(FeedId feed, string text, long expectedVersion, CancellationToken cancellationToken)
    {
        byte[] document = RegistryDocument.Encode(text);
        long next = expectedVersion + 1;
        RedisResult[] answer = await connection.RunAsync(
            $"writing the devices of {feed}",
            RedisScript.DocumentReplace,
            [connection.Keys.Registry(feed)],
            [expectedVersion, next, document, RedisContent.Checksum(document), Format],
            cancellationToken).ConfigureAwait(false);
        return ScriptAnswer.IsOk(answer) ? next : null;
    }

    /// <inheritdoc/>
    public async ValueTask<RegistryDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken)
    {
        RedisKey key = connection.Keys.Registry(feed);
        string what = $"reading the devices of {feed}";
        RedisValue version = await connection.RunAsync(what, d => d.HashGetAsync(key, "version"), cancellationToken).ConfigureAwait(false);
        if (version.IsNull || (long)version <= knownVersion)
        {
            return null;
        }

        RedisValue[] fields = await connection.RunAsync(what, d => d.HashGetAsync(key, ["version", "text", "checksum", "format"]), cancellationToken).ConfigureAwait(false);
        if ((uint)fields[3] > Format)
        {
            throw new NewerFormatException($"The devices file in {key}", (uint)fields[3], Format);
        }

        ReadOnlyMemory<byte> document = fields[1];
        return RedisContent.Checksum(document.Span) == fields[2]
            ? new RegistryDocument((long)fields[0], Encoding.UTF8.GetString(document.Span))
            : throw new RedisStorageException(RedisTrouble.Damaged, $"The devices file in {key} is damaged: its checksum does not fit. Write it anew.");
    }
}
