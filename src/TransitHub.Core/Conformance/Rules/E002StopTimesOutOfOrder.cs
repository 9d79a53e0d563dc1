using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Updates stand in the order of the stops, each stop once.</summary>
internal sealed class E002StopTimesOutOfOrder() : RealtimeRule(
    "E002",
    NoticeSeverity.Error,
    "stop_time_updates are not strictly sorted",
    "Sort stop_time_update by stop_sequence and name each stop once",
    "message-tripupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        StopTimeWalk walk = visit.Walk;
        if (!IsRising(walk.Sequences))
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has stop_sequences that do not rise");
        }
        else if (walk.TookSequences && walk.Sequences.Count < visit.Update.StopTimeUpdate.Count)
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has stop_ids that are not in the order of the trip");
        }
    }

    private static bool IsRising(List<long> sequences)
    {
        for (int at = 1; at < sequences.Count; at++)
        {
            if (sequences[at] <= sequences[at - 1])
            {
                return false;
            }
        }

        return true;
    }
}
