using TransitHub.Core.Feeds;

namespace TransitHub.Core.Storage.Published;

/// <summary>A feed's message under the name that readers ask for.</summary>
/// <param name="Name">1 to 64 of <c>a-z 0-9 -</c>.</param>
/// <param name="Bytes">The message.</param>
public sealed record PublishedFeed(string Name, FeedBytes Bytes);

/// <summary>The messages that were published together, of one moment; immutable.</summary>
/// <param name="Number">Rises by one with each publication.</param>
/// <param name="Feeds">The messages, by name.</param>
public sealed record FeedEdition(long Number, IReadOnlyList<PublishedFeed> Feeds);
