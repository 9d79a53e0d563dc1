using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A NEW trip says its own id and the route it is on.</summary>
internal sealed class TH020NewTripIncomplete() : RealtimeRule(
    "TH020",
    NoticeSeverity.Error,
    "A NEW trip misses trip_id or route_id",
    "Set trip_id to an id of its own and route_id to one of routes.txt",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer == TripNamer.Update && use.Is(TripRelation.New) && (use.Trip.TripId.Length == 0 || use.Trip.RouteId.Length == 0))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} is NEW without trip_id or route_id");
        }
    }
}
