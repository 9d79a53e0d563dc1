using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A stop_sequence that the trip does not have.</summary>
internal sealed class E051UnknownSequence() : RealtimeRule(
    "E051",
    NoticeSeverity.Error,
    "stop_sequence is not in the GTFS for the trip",
    "Send stop_sequence of stop_times.txt of the feed_version in use",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Walk.EndsUnknown)
        {
            uint sequence = visit.Update.StopTimeUpdate[visit.Walk.Examined - 1].StopSequence;
            feed.Found(
                this, visit.Trip.HasOwnStops() ? RealtimeDeviation.OwnStopList : null, visit.Entity.Id, $"{visit.Label} has stop_sequence {sequence}, which its trip does not have from there on");
        }
    }
}
