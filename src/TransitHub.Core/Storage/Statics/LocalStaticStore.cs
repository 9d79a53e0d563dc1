using System.Text;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Statics;

/// <summary>The embedded form: <c>{data}/{feed}/static-zips/{content hash}.zip</c>, a checksum of 64 digits in front of the zip.</summary>
/// <param name="data">The hub's data folder.</param>
public sealed class LocalStaticStore(string data) : IStaticStore
{
    private const int ChecksumLength = 64;

    /// <inheritdoc/>
    public async ValueTask PutAsync(FeedId feed, string contentHash, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        StaticZip.ThrowIfInvalid(contentHash, zip.Length);
        string path = this.PathOf(feed, contentHash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string next = path + ".new";
        FileStream file = File.Create(next);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(StaticZip.Checksum(zip.Span)), cancellationToken).ConfigureAwait(false);
            await file.WriteAsync(zip, cancellationToken).ConfigureAwait(false);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]?> FindAsync(FeedId feed, string contentHash, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(contentHash);
        string path = this.PathOf(feed, contentHash);
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        byte[] zip = bytes.Length < ChecksumLength ? [] : bytes[ChecksumLength..];
        return bytes.Length >= ChecksumLength && Encoding.ASCII.GetString(bytes, 0, ChecksumLength) == StaticZip.Checksum(zip)
            ? zip : throw new IOException($"{path} is damaged: the checksum does not fit. Remove it and publish the version again.");
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(FeedId feed, string contentHash, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(contentHash);
        if (File.Exists(this.PathOf(feed, contentHash)))
        {
            File.Delete(this.PathOf(feed, contentHash));
        }

        return ValueTask.CompletedTask;
    }

    private string PathOf(FeedId feed, string contentHash) => Path.Combine(data, feed.ToString(), "static-zips", contentHash + ".zip");
}
