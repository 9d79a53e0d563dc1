using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A direction is one of a route.</summary>
internal sealed class TH088DirectionWithoutRoute() : RealtimeRule(
    "TH088",
    NoticeSeverity.Error,
    "informed_entity.direction_id stands without route_id",
    "Set route_id",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasDirectionId && !selector.HasRouteId)
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has direction_id {selector.DirectionId} without route_id");
            }
        }
    }
}
