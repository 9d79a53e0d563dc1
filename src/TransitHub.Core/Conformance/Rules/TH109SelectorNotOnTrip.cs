using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using Modification = TransitHub.Protocol.GtfsRealtime.TripModifications.Types.Modification;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A modification starts and ends at stops of each of its trips, in order.</summary>
internal sealed class TH109SelectorNotOnTrip() : RealtimeRule(
    "TH109",
    NoticeSeverity.Error,
    "start_stop_selector or end_stop_selector is no stop of a trip",
    "Send stop_sequence or stop_id of stop_times.txt, start before end",
    "message-modification")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        foreach (Modification modification in entity.TripModifications?.Modifications.Take(EntityKinds.MaxLooked) ?? [])
        {
            foreach (string trip in EntityKinds.ModifiedTrips(entity))
            {
                if (feed.Schedule.Trips.TryFind(trip, out int index) && feed.Schedule.Trips.PatternIndex(index) >= 0 && !IsOnTrip(feed, index, modification))
                {
                    feed.Found(this, entity.Id, $"entity {entity.Id}: a modification does not start and end at stops of trip {trip}");
                }
            }
        }
    }

    private static bool IsOnTrip(FeedContext feed, int trip, Modification modification)
    {
        int start = Position(feed, trip, modification.StartStopSelector, 0);
        return start >= 0 && (modification.EndStopSelector is null || Position(feed, trip, modification.EndStopSelector, start) >= 0);
    }

    private static int Position(FeedContext feed, int trip, StopSelector? selector, int from)
    {
        ReadOnlySpan<int> sequences = feed.Schedule.Trips.StopSequences(trip);
        ReadOnlySpan<int> stops = feed.Schedule.Patterns.Stops(feed.Schedule.Trips.PatternIndex(trip));
        for (int at = from; at < sequences.Length && selector is { HasStopId: true } or { HasStopSequence: true }; at++)
        {
            if ((!selector.HasStopSequence || sequences[at] == selector.StopSequence) && (!selector.HasStopId || feed.Schedule.Stops.Id(stops[at]) == selector.StopId))
            {
                return at;
            }
        }

        return -1;
    }
}
