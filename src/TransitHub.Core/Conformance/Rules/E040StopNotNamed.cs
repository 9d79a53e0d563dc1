using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>An update is for a stop.</summary>
internal sealed class E040StopNotNamed() : RealtimeRule(
    "E040",
    NoticeSeverity.Error,
    "A stop_time_update has neither stop_id nor stop_sequence",
    "Set one of them, best both",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { HasStopId: false, HasStopSequence: false })
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} has a stop_time_update without stop");
            }
        }
    }
}
