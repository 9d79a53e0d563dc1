using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>start_date is YYYYMMDD.</summary>
internal sealed class E021StartDateFormat() : RealtimeRule(
    "E021",
    NoticeSeverity.Error,
    "start_date has no valid form",
    "Write start_date as YYYYMMDD, the service date of the trip",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Trip.HasStartDate && !StartTimes.IsDate(use.Trip.StartDate))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has start_date {use.Trip.StartDate}");
        }
    }
}
