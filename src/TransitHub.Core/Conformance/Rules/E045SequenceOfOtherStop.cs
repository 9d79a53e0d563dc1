using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>stop_sequence and stop_id name the same stop.</summary>
internal sealed class E045SequenceOfOtherStop() : RealtimeRule(
    "E045",
    NoticeSeverity.Error,
    "stop_id is not that of the stop_sequence",
    "Send both of one row of stop_times.txt",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { HasStopSequence: true, HasStopId: true } stop && visit.Walk.Position(at) is >= 0 and int position
                && feed.Schedule.Stops.Id(feed.Schedule.Patterns.Stops(feed.Schedule.Trips.PatternIndex(visit.Index))[position]) is { } planned && planned != stop.StopId)
            {
                feed.Found(
                    this, visit.Trip.HasOwnStops() ? RealtimeDeviation.OwnStopList : null, visit.Entity.Id, $"{visit.Label} stop_sequence {stop.StopSequence} has stop_id {stop.StopId}, the GTFS {planned}");
            }
        }
    }
}
