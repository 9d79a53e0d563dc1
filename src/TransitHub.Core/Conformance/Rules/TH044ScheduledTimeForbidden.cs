using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Scheduled times are for trips whose timetable is not in the GTFS.</summary>
internal sealed class TH044ScheduledTimeForbidden() : RealtimeRule(
    "TH044",
    NoticeSeverity.Error,
    "scheduled_time is set on a trip of the timetable",
    "Leave scheduled_time out unless the trip is NEW, REPLACEMENT or DUPLICATED",
    "message-stoptimeevent")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Trip.HasOwnStops() || visit.Trip.Is(TripRelation.Duplicated))
        {
            return;
        }

        foreach (TripUpdate.Types.StopTimeUpdate stop in visit.Update.StopTimeUpdate)
        {
            if (stop.Arrival is { HasScheduledTime: true } || stop.Departure is { HasScheduledTime: true })
            {
                feed.Found(this, visit.Entity.Id, $"{visit.Label} {Labels.Stop(stop)} has scheduled_time");
            }
        }
    }
}
