using StackExchange.Redis;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Statics;
using TransitHub.Redis.Connection;
using TransitHub.Redis.Content;

namespace TransitHub.Redis.Statics;

/// <summary>Zips of static feeds in parts. One that was not written to its end goes by itself, and reads as not there.</summary>
internal sealed class RedisStaticStore(RedisConnection connection) : IStaticStore
{
    private const uint Format = 1;
    private readonly RedisContent content = new(connection);

    /// <inheritdoc/>
    public async ValueTask PutAsync(FeedId feed, string contentHash, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        StaticZip.ThrowIfInvalid(contentHash, zip.Length);
        RedisKey key = connection.Keys.StaticZip(feed, contentHash);
        string what = $"putting the static feed {contentHash} of {feed}";
        string checksum = StaticZip.Checksum(zip.Span);
        if (await connection.RunAsync(what, d => d.HashGetAsync(key, "sha256"), cancellationToken).ConfigureAwait(false) == checksum)
        {
            return;
        }

        await this.content.WriteAsync(what, key, zip, cancellationToken).ConfigureAwait(false);
        RedisResult[] answer = await connection.RunAsync(
            what, RedisScript.StaticKeep, [key], [RedisContent.PartsOf(zip.Length), zip.Length, checksum, Format], cancellationToken).ConfigureAwait(false);
        if (!ScriptAnswer.IsOk(answer))
        {
            throw new RedisStorageException(RedisTrouble.Damaged, $"Parts of {key} were removed while it was written. Publish the version again.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> FindAsync(FeedId feed, string contentHash, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(contentHash);
        RedisKey key = connection.Keys.StaticZip(feed, contentHash);
        string what = $"reading the static feed {contentHash} of {feed}";
        RedisValue[] fields = await connection.RunAsync(what, d => d.HashGetAsync(key, ["parts", "length", "sha256", "format"]), cancellationToken).ConfigureAwait(false);
        if (fields[2].IsNull)
        {
            return null;
        }

        if ((uint)fields[3] > Format)
        {
            throw new NewerFormatException($"The static feed in {key}", (uint)fields[3], Format);
        }

        long length = (long)fields[1];
        byte[]? zip = length is >= 0 and <= StaticZip.MaxBytes
            ? await this.content.ReadAsync(what, key, (int)fields[0], (int)length, cancellationToken).ConfigureAwait(false) : null;
        return zip is not null && StaticZip.Checksum(zip) == fields[2]
            ? zip : throw new RedisStorageException(RedisTrouble.Damaged, $"The static feed in {key} is damaged: the checksum does not fit. Remove the key and publish the version again.");
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(FeedId feed, string contentHash, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(contentHash);
        RedisKey key = connection.Keys.StaticZip(feed, contentHash);

        // Beside other calls: hundreds of parts take Redis a while to free.
        await connection.RunAsync($"removing the static feed {contentHash} of {feed}", d => d.ExecuteAsync("UNLINK", key), cancellationToken).ConfigureAwait(false);
    }
}
