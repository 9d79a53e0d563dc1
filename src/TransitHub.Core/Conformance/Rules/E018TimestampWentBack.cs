using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Header timestamps never fall.</summary>
internal sealed class E018TimestampWentBack() : RealtimeRule(
    "E018",
    NoticeSeverity.Error,
    "The header timestamp went back",
    "Let one clock make header.timestamp, the same for all servers behind a balancer",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp != 0 && feed.Previous?.Header is { Timestamp: not 0 } before && feed.HeaderTimestamp < unchecked((long)before.Timestamp))
        {
            feed.Found(this, string.Empty, $"header.timestamp fell from {before.Timestamp} to {feed.HeaderTimestamp}");
        }
    }
}
