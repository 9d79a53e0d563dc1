using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An alert for a route and a trip names a trip of that route.</summary>
internal sealed class E030AlertTripOfOtherRoute() : RealtimeRule(
    "E030",
    NoticeSeverity.Error,
    "The trip of an alert is not on its route",
    "Send the route_id of the trip, or two selectors",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasRouteId && selector.Trip is { HasTripId: true } trip && feed.Schedule.Trips.TryFind(trip.TripId, out int index)
                && feed.Schedule.Trips.RouteIndex(index) is >= 0 and int route && feed.Schedule.Routes.Id(route) != selector.RouteId)
            {
                feed.Found(this, entity.Id, $"trip_id {trip.TripId} is on route {feed.Schedule.Routes.Id(route)}, not on {selector.RouteId}");
            }
        }
    }
}
