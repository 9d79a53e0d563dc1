using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>What DIFFERENTIAL means is not specified, and consumers do not read it.</summary>
internal sealed class TH005Differential() : RealtimeRule(
    "TH005",
    NoticeSeverity.Warning,
    "The feed is DIFFERENTIAL",
    "Send FULL_DATASET",
    "enum-incrementality")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.Header.Incrementality == FeedHeader.Types.Incrementality.Differential)
        {
            feed.Found(this, string.Empty, $"header.incrementality is DIFFERENTIAL");
        }
    }
}
