using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A route_id that the GTFS does not have.</summary>
internal sealed class E004UnknownRoute() : RealtimeRule(
    "E004",
    NoticeSeverity.Error,
    "route_id is not in the GTFS",
    "Send the route_id of routes.txt of the feed_version in use",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Trip.RouteId.Length > 0 && !feed.Schedule.Routes.TryFind(use.Trip.RouteId, out _))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has route_id {use.Trip.RouteId}, which is not in routes.txt");
        }
    }
}
