using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Since version 2.0 the header has an incrementality.</summary>
internal sealed class E049NoIncrementality() : RealtimeRule(
    "E049",
    NoticeSeverity.Error,
    "header.incrementality is missing",
    "Set FULL_DATASET",
    "message-feedheader")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (!feed.Header.HasIncrementality && Versions.IsTwo(feed.Header))
        {
            feed.Found(this, string.Empty, $"header.incrementality is missing");
        }
    }
}
