using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Time;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip of the timetable runs on the days of its service.</summary>
internal sealed class TH031TripNotOnDate() : RealtimeRule(
    "TH031",
    NoticeSeverity.Warning,
    "A trip does not run on its start_date",
    "Send the service date, which after midnight is the day before",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Index >= 0 && (use.Is(TripRelation.Scheduled) || use.Is(TripRelation.Unscheduled) || use.Is(TripRelation.Canceled))
            && StartDates.TryRead(use.Trip.StartDate, out ServiceDate date) && !feed.Schedule.Services.IsActive(feed.Schedule.Trips.ServiceIndex(use.Index), date))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} does not run on {use.Trip.StartDate}");
        }
    }
}
