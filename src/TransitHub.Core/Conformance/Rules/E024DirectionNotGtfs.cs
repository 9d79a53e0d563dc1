using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>direction_id is that of the trip.</summary>
internal sealed class E024DirectionNotGtfs() : RealtimeRule(
    "E024",
    NoticeSeverity.Error,
    "direction_id is not that of the trip",
    "Send direction_id of trips.txt or leave it out",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Trip.HasDirectionId && use.Index >= 0 && feed.Schedule.Trips.DirectionId(use.Index) != use.Trip.DirectionId)
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has direction_id {use.Trip.DirectionId}, the GTFS has {feed.Schedule.Trips.DirectionId(use.Index)} (-1: none)");
        }
    }
}
