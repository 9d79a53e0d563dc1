using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>The copy of a trip has an id that the GTFS does not have.</summary>
internal sealed class TH024DuplicateInGtfs() : RealtimeRule(
    "TH024",
    NoticeSeverity.Error,
    "A DUPLICATED trip takes an id of the GTFS",
    "Set trip_properties.trip_id to a new id",
    "message-tripproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Trip.Is(TripRelation.Duplicated) && visit.Update.TripProperties is { TripId.Length: > 0 } copy && feed.Schedule.Trips.TryFind(copy.TripId, out _))
        {
            feed.Found(this, visit.Entity.Id, $"trip_properties.trip_id {copy.TripId} is in trips.txt");
        }
    }
}
