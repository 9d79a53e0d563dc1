using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Time;
using StopTimeEvent = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeEvent;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>time is the timetable plus delay; consumers read the one or the other.</summary>
internal sealed class TH045DelayDisagrees() : RealtimeRule(
    "TH045",
    NoticeSeverity.Warning,
    "time and delay disagree by over a minute",
    "Make both of one prediction",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Trip.HasOwnStops() || feed.Schedule is not { } schedule || !StartDates.TryRead(visit.Trip.StartDate, out ServiceDate date)
            || visit.Index < 0 || schedule.Trips.Frequencies(visit.Index).Length > 0 || visit.Trip.Is(TripRelation.Duplicated))
        {
            return;
        }

        for (int at = 0; at < visit.Walk.Examined; at++)
        {
            if (visit.Walk.Position(at) is >= 0 and int position && visit.Update.StopTimeUpdate[at] is { } stop)
            {
                this.Check(feed, visit, stop.Arrival, schedule.ToUnixSeconds(date, schedule.Trips.Arrivals(visit.Index)[position]));
                this.Check(feed, visit, stop.Departure, schedule.ToUnixSeconds(date, schedule.Trips.Departures(visit.Index)[position]));
            }
        }
    }

    private void Check(FeedContext feed, TripUpdateVisit visit, StopTimeEvent? when, long planned)
    {
        if (when is { HasTime: true, HasDelay: true } && Posix.IsValid(when.Time) && when.Time - planned - when.Delay is > 60 or < -60)
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has time {when.Time} and delay {when.Delay}, the timetable {planned}");
        }
    }
}
