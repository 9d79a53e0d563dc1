using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Ids refer to the version of the static feed that the header names.</summary>
internal sealed class TH006OtherFeedVersion() : RealtimeRule(
    "TH006",
    NoticeSeverity.Warning,
    "header.feed_version is not that of the GTFS",
    "Validate against that version, or send feed_version of feed_info.txt",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.Header.HasFeedVersion && feed.Header.FeedVersion != feed.Schedule.Version)
        {
            feed.Found(this, string.Empty, $"feed_version is {feed.Header.FeedVersion}, the GTFS has {feed.Schedule.Version}");
        }
    }
}
