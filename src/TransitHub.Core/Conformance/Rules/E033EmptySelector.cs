using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A selector selects something.</summary>
internal sealed class E033EmptySelector() : RealtimeRule(
    "E033",
    NoticeSeverity.Error,
    "An informed_entity names nothing",
    "Set agency_id, route_id, route_type, trip or stop_id",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (!selector.HasAgencyId && !selector.HasRouteId && !selector.HasRouteType && !selector.HasStopId && selector.Trip is not ({ HasTripId: true } or { HasRouteId: true }))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has an informed_entity that names no agency, route, trip or stop");
            }
        }
    }
}
