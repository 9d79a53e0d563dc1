using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An alert says something to riders.</summary>
internal sealed class TH080AlertWithoutText() : RealtimeRule(
    "TH080",
    NoticeSeverity.Error,
    "An alert has no header_text or description_text",
    "Write both; the description adds to the header",
    "message-alert")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        if (alert.HeaderText is not { Translation.Count: > 0 } || alert.DescriptionText is not { Translation.Count: > 0 })
        {
            feed.Found(this, entity.Id, $"alert {entity.Id} has no header_text or no description_text");
        }
    }
}
