using TransitHub.Gtfs.Notices;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using StopTimeEvent = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeEvent;
using StopTimeUpdate = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>NO_DATA and a prediction contradict each other.</summary>
internal sealed class E042TimesWithoutData() : RealtimeRule(
    "E042",
    NoticeSeverity.Error,
    "A stop with NO_DATA has arrival or departure",
    "Leave arrival and departure out, or SCHEDULED",
    "message-stoptimeupdate")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Update.StopTimeUpdate[at] is { } stop && stop.Is(StopRelation.NoData))
            {
                this.Check(feed, visit, stop, stop.Arrival, "arrival");
                this.Check(feed, visit, stop, stop.Departure, "departure");
            }
        }
    }

    private void Check(FeedContext feed, TripUpdateVisit visit, StopTimeUpdate stop, StopTimeEvent? when, string field)
    {
        if (when is not null)
        {
            bool isPlanned = visit.Trip.HasOwnStops() && !when.HasTime && !when.HasDelay;
            feed.Found(this, isPlanned ? RealtimeDeviation.ScheduledTimesOnly : null, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has NO_DATA and {field}");
        }
    }
}
