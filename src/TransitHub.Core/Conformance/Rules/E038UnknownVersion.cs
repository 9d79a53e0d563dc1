using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>The version is 1.0 or 2.0.</summary>
internal sealed class E038UnknownVersion() : RealtimeRule(
    "E038",
    NoticeSeverity.Error,
    "header.gtfs_realtime_version is unknown",
    "Write 2.0",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.Header.HasGtfsRealtimeVersion && feed.Header.GtfsRealtimeVersion is not ("1.0" or "2.0"))
        {
            feed.Found(this, string.Empty, $"header.gtfs_realtime_version is {feed.Header.GtfsRealtimeVersion}");
        }
    }
}
