using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An alert names routes and trips that are there.</summary>
internal sealed class TH089AlertReferenceUnknown() : RealtimeRule(
    "TH089",
    NoticeSeverity.Error,
    "An alert names an unknown route or trip",
    "Send ids of the feed_version in use",
    "message-entityselector")
{
    internal override void OnAlert(FeedContext feed, FeedEntity entity, Alert alert)
    {
        foreach (EntitySelector selector in alert.InformedEntity)
        {
            if (selector.HasRouteId && !feed.Schedule.Routes.TryFind(selector.RouteId, out _))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has route_id {selector.RouteId}, which is not in routes.txt");
            }

            if (selector.Trip is { HasTripId: true } trip && !feed.Schedule.Trips.TryFind(trip.TripId, out _) && !feed.Moment.AddedTripIds.Contains(trip.TripId))
            {
                feed.Found(this, entity.Id, $"alert {entity.Id} has trip_id {trip.TripId}, which is not in trips.txt");
            }
        }
    }
}
