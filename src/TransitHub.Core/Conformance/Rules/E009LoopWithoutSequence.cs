using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Where a stop comes twice, stop_id does not tell which time.</summary>
internal sealed class E009LoopWithoutSequence() : RealtimeRule(
    "E009",
    NoticeSeverity.Error,
    "A trip that visits a stop twice misses stop_sequence",
    "Send stop_sequence with every stop of the trip",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (!feed.Reference.Repeats(visit.Index))
        {
            return;
        }

        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (!visit.Update.StopTimeUpdate[at].HasStopSequence)
            {
                feed.Found(
                    this, visit.Trip.HasOwnStops() ? RealtimeDeviation.OwnStopList : null, visit.Entity.Id, $"{visit.Label} visits a stop twice and names stops without stop_sequence");
                return;
            }
        }
    }
}
