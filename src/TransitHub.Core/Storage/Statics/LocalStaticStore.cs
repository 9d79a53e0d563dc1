using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Statics;

/// <summary>The embedded form: a <see cref="StateFile"/> <c>{data}/{feed}/static-zips/{content hash}</c> for each zip.</summary>
/// <param name="data">The hub's data folder.</param>
public sealed class LocalStaticStore(string data) : IStaticStore
{
    /// <inheritdoc/>
    public ValueTask PutAsync(FeedId feed, string contentHash, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken)
    {
        StaticZip.ThrowIfInvalid(contentHash, zip.Length);
        string path = this.PathOf(feed, contentHash);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        StateFile.Write(path, zip.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<byte[]?> FindAsync(FeedId feed, string contentHash, CancellationToken cancellationToken)
    {
        StorageName.ThrowIfInvalid(contentHash);
        string path = this.PathOf(feed, contentHash);
        StateFileContent read = StateFile.Read(path);
        return read.Problem is null ? ValueTask.FromResult(read.Content) : throw new IOException($"{path} is damaged: the checksum does not fit. Remove it and publish the version again.");
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

    private string PathOf(FeedId feed, string contentHash) => Path.Combine(data, feed.ToString(), "static-zips", contentHash);
}
