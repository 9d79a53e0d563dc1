using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A feed is not older than a minute.</summary>
internal sealed class W008OldFeed() : RealtimeRule(
    "W008",
    NoticeSeverity.Warning,
    "The header timestamp is over 65 s old",
    "Publish at least every 30 s, and serve the newest",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (Posix.IsValid(feed.HeaderTimestamp) && feed.Moment.NowMs - (feed.HeaderTimestamp * 1000) is > 65_000 and long age)
        {
            feed.Found(this, string.Empty, $"header.timestamp is {age / 1000} s old");
        }
    }
}
