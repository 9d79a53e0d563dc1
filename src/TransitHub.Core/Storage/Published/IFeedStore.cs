using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.Published;

/// <summary>The bytes that every replica serves. One encoder at a time publishes them.</summary>
public interface IFeedStore
{
    /// <summary>Publishes the messages of one moment together. One with the tag that stands already costs nothing.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="feeds">The messages; names that are left out keep theirs.</param>
    /// <param name="lease">The encoder's.</param>
    /// <param name="cancellationToken">Ends the waiting; either edition may stand then.</param>
    /// <returns>The edition's number.</returns>
    /// <exception cref="FeedTimeException">A header's time lies before the last one, or is the same with other content. Nothing was published.</exception>
    /// <exception cref="LeaseLostException">The lease is no longer held; nothing was published.</exception>
    /// <exception cref="IOException">The storage failed; the former edition stands, or the new one if only the answer was lost.</exception>
    ValueTask<long> PublishAsync(FeedId feed, IReadOnlyList<PublishedFeed> feeds, Lease lease, CancellationToken cancellationToken);

    /// <summary>The newest edition; <paramref name="known"/> itself when there is none newer. What it shares with the known one is not read again.</summary>
    /// <param name="feed">Whose.</param>
    /// <param name="known">What the reader has; null: nothing.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">The storage failed, or what it holds is damaged.</exception>
    ValueTask<FeedEdition?> FindAsync(FeedId feed, FeedEdition? known, CancellationToken cancellationToken);
}
