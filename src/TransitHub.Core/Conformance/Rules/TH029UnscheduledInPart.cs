using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Trip and stop times are UNSCHEDULED together.</summary>
internal sealed class TH029UnscheduledInPart() : RealtimeRule(
    "TH029",
    NoticeSeverity.Warning,
    "Trip and stop times disagree in UNSCHEDULED",
    "Set UNSCHEDULED on the trip and on each of its stop times",
    "enum-schedulerelationship")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Trip.ModifiedTrip is not null)
        {
            // Its descriptor may say nothing but which trip it is.
            return;
        }

        bool isTrip = visit.Trip.Is(TripRelation.Unscheduled);
        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            bool isFree = stop.Is(StopRelation.Skipped) || stop.Is(StopRelation.NoData);
            if (stop.Is(StopRelation.Unscheduled) != isTrip && !isFree)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)}: trip {(isTrip ? string.Empty : "not ")}UNSCHEDULED, stop {(isTrip ? "not" : string.Empty)}");
                return;
            }
        }
    }
}
