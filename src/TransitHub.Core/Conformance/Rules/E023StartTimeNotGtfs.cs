using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>start_time of a trip with a timetable is its first arrival_time.</summary>
internal sealed class E023StartTimeNotGtfs() : RealtimeRule(
    "E023",
    NoticeSeverity.Error,
    "start_time is not the first arrival_time of the trip",
    "Send the first arrival_time of stop_times.txt, or leave start_time out",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer == TripNamer.Alert || !use.Trip.HasStartTime || use.Index < 0 || feed.Schedule.Trips.PatternIndex(use.Index) < 0
            || feed.Schedule.Trips.Frequencies(use.Index).Length > 0)
        {
            return;
        }

        string first = StartTimes.Clock(feed.Schedule.Trips.Arrivals(use.Index)[0]);
        if (use.Trip.StartTime != first)
        {
            RealtimeDeviation? deviation = use.Trip.HasOwnStops() ? RealtimeDeviation.OwnStopList : "0" + use.Trip.StartTime == first ? RealtimeDeviation.ShortStartTime : null;
            feed.Found(this, deviation, use.Entity.Id, $"{use.Label} has start_time {use.Trip.StartTime}, the GTFS says {first}");
        }
    }
}
