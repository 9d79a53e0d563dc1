using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>The stops of NEW and REPLACEMENT trips are all that is known of them.</summary>
internal sealed class TH022StopListIncomplete() : RealtimeRule(
    "TH022",
    NoticeSeverity.Error,
    "A stop of a NEW or REPLACEMENT trip is incomplete",
    "Send all stops of the trip, each with stop_sequence, stop_id, arrival and departure",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (!visit.Trip.Is(TripRelation.New) && !visit.Trip.Is(TripRelation.Replacement))
        {
            return;
        }

        if (visit.Update.StopTimeUpdate.Count < 2)
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has {visit.Update.StopTimeUpdate.Count} stops");
        }

        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            bool hasTimes = stop.Is(StopRelation.Skipped) || (stop.Arrival is not null && stop.Departure is not null);
            if (!stop.HasStopSequence || !stop.HasStopId || !hasTimes)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} misses stop_sequence, stop_id, arrival or departure");
            }
        }
    }
}
