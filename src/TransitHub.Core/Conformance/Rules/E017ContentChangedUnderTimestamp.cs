using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>One header timestamp names one content.</summary>
internal sealed class E017ContentChangedUnderTimestamp() : RealtimeRule(
    "E017",
    NoticeSeverity.Error,
    "The content changed under the same header timestamp",
    "Renew header.timestamp with every change",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp != 0 && feed.Previous?.Header is { Timestamp: not 0 } before && before.Timestamp == feed.Header.Timestamp)
        {
            feed.Found(this, string.Empty, $"header.timestamp {feed.HeaderTimestamp} is that of other content before");
        }
    }
}
