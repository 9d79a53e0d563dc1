using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Since version 2.0 the header has a timestamp.</summary>
internal sealed class E048NoHeaderTimestamp() : RealtimeRule(
    "E048",
    NoticeSeverity.Error,
    "header.timestamp is missing",
    "Set it to the time at which the feed was made",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp == 0 && Versions.IsTwoOrUnreadable(feed.Header))
        {
            feed.Found(this, string.Empty, $"header.timestamp is missing");
        }
    }
}
