using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Consecutive stops are different ones.</summary>
internal sealed class E037RepeatedStop() : RealtimeRule(
    "E037",
    NoticeSeverity.Error,
    "Consecutive stop_time_updates have the same stop_id",
    "Name each stop once, or correct a trip that calls at a stop twice in a row",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 1; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { HasStopId: true, StopId.Length: > 0 } stop && stop.StopId == visit.Update.StopTimeUpdate[at - 1].StopId)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} repeats stop_id {stop.StopId}");
            }
        }
    }
}
