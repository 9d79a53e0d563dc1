using TransitHub.Gtfs.Notices;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using StopTimeEvent = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeEvent;
using StopTimeUpdate = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A prediction is a time or a delay.</summary>
internal sealed class E044EmptyEvent() : RealtimeRule(
    "E044",
    NoticeSeverity.Error,
    "arrival or departure has neither time nor delay",
    "Set time, best with delay",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { } stop && !stop.Is(StopRelation.Skipped))
            {
                this.Check(feed, visit, stop, stop.Arrival, "arrival");
                this.Check(feed, visit, stop, stop.Departure, "departure");
            }
        }
    }

    private void Check(FeedContext feed, TripUpdateVisit visit, StopTimeUpdate stop, StopTimeEvent? when, string field)
    {
        if (when is { HasTime: false, HasDelay: false })
        {
            bool isPlanned = when.HasScheduledTime && stop.Is(StopRelation.NoData) && visit.Trip.HasOwnStops();
            feed.Found(this, isPlanned ? RealtimeDeviation.ScheduledTimesOnly : null, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} {field} has neither time nor delay");
        }
    }
}
