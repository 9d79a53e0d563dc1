using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>departure_occupancy_status is for a stop_sequence.</summary>
internal sealed class TH047OccupancyWithoutSequence() : RealtimeRule(
    "TH047",
    NoticeSeverity.Error,
    "departure_occupancy_status stands without stop_sequence",
    "Set stop_sequence",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.HasDepartureOccupancyStatus && !stop.HasStopSequence)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has departure_occupancy_status and no stop_sequence");
            }
        }
    }
}
