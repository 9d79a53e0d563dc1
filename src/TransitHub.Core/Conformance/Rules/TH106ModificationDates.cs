using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Dates are YYYYMMDD, and on one of them each trip runs.</summary>
internal sealed class TH106ModificationDates() : RealtimeRule(
    "TH106",
    NoticeSeverity.Error,
    "service_dates are no dates, or no trip runs on them",
    "Send service dates of the trips",
    "message-tripmodifications")
{
    internal override void OnEntity(FeedContext feed, FeedEntity entity)
    {
        if (entity.TripModifications is not { } all)
        {
            return;
        }

        foreach (string text in all.ServiceDates.Take(EntityKinds.MaxLooked))
        {
            bool isDate = StartDates.TryRead(text, out ServiceDate date);
            if (!isDate || !EntityKinds.ModifiedTrips(entity).Any(trip =>
                feed.Schedule.Trips.TryFind(trip, out int index) && feed.Schedule.Services.IsActive(feed.Schedule.Trips.ServiceIndex(index), date)))
            {
                feed.Found(this, entity.Id, $"entity {entity.Id} has service_date {text}, on which none of its trips runs");
            }
        }
    }
}
