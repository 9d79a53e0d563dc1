using TransitHub.Gtfs.Notices;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A DUPLICATED trip says the id, date and time of the copy.</summary>
internal sealed class TH023DuplicateIncomplete() : RealtimeRule(
    "TH023",
    NoticeSeverity.Error,
    "A DUPLICATED trip misses trip_properties",
    "Set trip_properties.trip_id, start_date and start_time",
    "message-tripproperties")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Trip.Is(TripRelation.Duplicated)
            && (visit.Update.TripProperties is not { TripId.Length: > 0 } copy || !StartTimes.IsDate(copy.StartDate) || !StartTimes.IsValid(copy.StartTime)))
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} is DUPLICATED without trip_id, start_date and start_time of the copy");
        }
    }
}
