using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>start_time is HH:MM:SS or H:MM:SS, up to 29:59:59.</summary>
internal sealed class E020StartTimeFormat() : RealtimeRule(
    "E020",
    NoticeSeverity.Error,
    "start_time has no valid form",
    "Write start_time as HH:MM:SS",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer != TripNamer.Alert && use.Trip.HasStartTime && !StartTimes.IsValid(use.Trip.StartTime))
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has start_time {use.Trip.StartTime}");
        }
    }
}
