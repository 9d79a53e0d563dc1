using TransitHub.Gtfs.Notices;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A stop that is served has a prediction.</summary>
internal sealed class E043StopWithoutTimes() : RealtimeRule(
    "E043",
    NoticeSeverity.Error,
    "A stop_time_update has neither arrival nor departure",
    "Set one of them, or SKIPPED or NO_DATA",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { Arrival: null, Departure: null } stop && !stop.Is(StopRelation.Skipped) && !stop.Is(StopRelation.NoData))
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has neither arrival nor departure");
            }
        }
    }
}
