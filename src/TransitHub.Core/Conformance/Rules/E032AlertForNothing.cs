using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An alert says what it is about.</summary>
internal sealed class E032AlertForNothing() : RealtimeRule(
    "E032",
    NoticeSeverity.Error,
    "An alert has no informed_entity",
    "Name the agency, route, trip or stop",
    "message-alert")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        if (alert.InformedEntity.Count == 0)
        {
            feed.Found(this, entity.Id, $"alert {entity.Id} has no informed_entity");
        }
    }
}
