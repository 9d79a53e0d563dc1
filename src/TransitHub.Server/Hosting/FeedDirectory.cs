using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Hosting;

/// <summary>The feeds of this hub, in the order of the configuration.</summary>
internal sealed class FeedDirectory(IReadOnlyList<HubFeed> feeds)
{
    /// <summary>All of them; at least one.</summary>
    public IReadOnlyList<HubFeed> All => feeds;

    /// <summary>What was refused of no feed, by all processes that take observations in; null: this process alone does.</summary>
    public RejectionLedger? Unrouted { get; init; }

    /// <summary>Finds the feed that a reader names. Empty or null names the only feed there is.</summary>
    /// <param name="id">The feed's id.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="problem">What is wrong with the id, and which would be right.</param>
    public bool TryFind(string? id, [NotNullWhen(true)] out HubFeed? feed, [NotNullWhen(false)] out string? problem)
    {
        string known = string.Join(", ", feeds.Select(f => f.Id));
        feed = string.IsNullOrEmpty(id)
            ? feeds.Count == 1 ? feeds[0] : null
            : feeds.FirstOrDefault(f => f.Id.ToString() == id);
        problem = feed is not null
            ? null
            : string.IsNullOrEmpty(id)
                ? $"This hub has {feeds.Count} feeds; name one of them: {known}."
                : $"This hub has no feed '{id}'. Its feeds: {known}.";
        return feed is not null;
    }
}
