using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A selector names one route.</summary>
internal sealed class E031AlertRoutesDiffer() : RealtimeRule(
    "E031",
    NoticeSeverity.Error,
    "informed_entity.route_id and its trip.route_id differ",
    "Send the same route_id in both",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasRouteId && selector.Trip is { HasRouteId: true } trip && trip.RouteId != selector.RouteId)
            {
                feed.Found(this, entity.Id, $"route_id is {selector.RouteId}, trip.route_id {trip.RouteId}");
            }
        }
    }
}
