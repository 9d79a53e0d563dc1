using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A delay is told against a time of the timetable.</summary>
internal sealed class E046DelayWithoutSchedule() : RealtimeRule(
    "E046",
    NoticeSeverity.Error,
    "A delay without time is for a stop without a time in the GTFS",
    "Send time as well",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        RealtimeDeviation? deviation = visit.Trip.HasOwnStops() ? RealtimeDeviation.OwnStopList : null;
        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Walk.Position(at) is >= 0 and int position && visit.Update.StopTimeUpdate[at] is { } stop)
            {
                if (stop.Arrival is { HasTime: false } && !feed.Schedule.Trips.HasArrivalTime(visit.Index, position))
                {
                    feed.Found(this, deviation, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has no arrival.time, nor has the GTFS");
                }

                if (stop.Departure is { HasTime: false } && !feed.Schedule.Trips.HasDepartureTime(visit.Index, position))
                {
                    feed.Found(this, deviation, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has no departure.time, nor has the GTFS");
                }
            }
        }
    }
}
