using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A trip is named by its trip_id.</summary>
internal sealed class W006NoTripId() : RealtimeRule(
    "W006",
    NoticeSeverity.Warning,
    "trip_id is missing",
    "Set trip_id",
    "message-tripdescriptor")
{
    internal override void OnTrip(FeedContext feed, TripUse use)
    {
        if (!use.Trip.HasTripId)
        {
            RealtimeDeviation? deviation = use.Trip.ModifiedTrip is not null ? RealtimeDeviation.ModifiedTripById : null;
            feed.Found(this, deviation, use.Entity.Id, $"entity {use.Entity.Id} names a trip without trip_id");
        }
    }
}
