using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>route_id is that of the trip.</summary>
internal sealed class E035TripOfOtherRoute() : RealtimeRule(
    "E035",
    NoticeSeverity.Error,
    "route_id is not that of the trip",
    "Send route_id of trips.txt or leave it out",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Trip.HasRouteId && use.Index >= 0 && feed.Schedule.Routes.TryFind(use.Trip.RouteId, out int route) && feed.Schedule.Trips.RouteIndex(use.Index) != route)
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has route_id {use.Trip.RouteId}, the GTFS has another");
        }
    }
}
