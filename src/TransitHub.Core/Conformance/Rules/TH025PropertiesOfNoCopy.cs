using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Only copies have an id, date and time in trip_properties; others are ignored.</summary>
internal sealed class TH025PropertiesOfNoCopy() : RealtimeRule(
    "TH025",
    NoticeSeverity.Warning,
    "trip_properties has an id or start of a trip that is not DUPLICATED",
    "Leave trip_id, start_date and start_time out of trip_properties",
    "message-tripproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Update.TripProperties is { HasTripId: true } or { HasStartDate: true } or { HasStartTime: true } && !visit.Trip.Is(TripRelation.Duplicated))
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has trip_properties of a copy and is not DUPLICATED");
        }
    }
}
