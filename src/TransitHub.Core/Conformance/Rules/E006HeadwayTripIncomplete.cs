using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip by headway (exact_times=0) is one run only with its date and time.</summary>
internal sealed class E006HeadwayTripIncomplete() : RealtimeRule(
    "E006",
    NoticeSeverity.Error,
    "A trip by headway misses start_date or start_time",
    "Send trip_id, start_date and start_time for trips of frequencies.txt",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (use.Namer == TripNamer.Alert || !feed.Reference.HasFrequency(use.Index, exactTimes: false))
        {
            return;
        }

        if (!use.Trip.HasStartDate)
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has no start_date");
        }

        if (!use.Trip.HasStartTime)
        {
            feed.Found(this, use.Entity.Id, $"{use.Label} has no start_time");
        }
    }
}
