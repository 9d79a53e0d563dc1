using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A feed is made anew every 30 seconds.</summary>
internal sealed class W007SlowRefresh() : RealtimeRule(
    "W007",
    NoticeSeverity.Warning,
    "Over 35 s between two header timestamps",
    "Publish at least every 30 s",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp != 0 && feed.Previous?.Header is { Timestamp: not 0 } before && feed.HeaderTimestamp - unchecked((long)before.Timestamp) is > 35 and long seconds)
        {
            feed.Found(this, string.Empty, $"{seconds} s between header timestamps");
        }
    }
}
