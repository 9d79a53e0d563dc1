using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Consecutive stops have different stop_sequences.</summary>
internal sealed class E036RepeatedSequence() : RealtimeRule(
    "E036",
    NoticeSeverity.Error,
    "Consecutive stop_time_updates have the same stop_sequence",
    "Name each stop_sequence once",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 1; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { HasStopSequence: true } stop && stop.StopSequence == visit.Update.StopTimeUpdate[at - 1].StopSequence)
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} repeats stop_sequence {stop.StopSequence}");
            }
        }
    }
}
