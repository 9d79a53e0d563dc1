using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Statics;

/// <summary>The zips of static feeds that all processes share, by what is in them: one is never changed, only put and removed.</summary>
public interface IStaticStore
{
    /// <summary>Puts a zip; one that is there is put again, since it is the same.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="contentHash">The schedule's content hash, 1 to 64 of <c>a-z 0-9 -</c>.</param>
    /// <param name="zip">The zip, at most <see cref="StaticZip.MaxBytes"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; it may be there or not.</param>
    /// <exception cref="ArgumentException">It is too long.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask PutAsync(FeedId feed, string contentHash, ReadOnlyMemory<byte> zip, CancellationToken cancellationToken);

    /// <summary>Finds one; null: it is not there.</summary>
    /// <exception cref="IOException">The storage failed, or what it has is not what was put there.</exception>
    ValueTask<byte[]?> FindAsync(FeedId feed, string contentHash, CancellationToken cancellationToken);

    /// <summary>Removes one; one that is not there is no fault.</summary>
    /// <exception cref="IOException">The storage failed.</exception>
    ValueTask RemoveAsync(FeedId feed, string contentHash, CancellationToken cancellationToken);
}
