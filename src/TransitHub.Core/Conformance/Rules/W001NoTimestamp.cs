using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Entities say when they were measured.</summary>
internal sealed class W001NoTimestamp() : RealtimeRule(
    "W001",
    NoticeSeverity.Warning,
    "A timestamp is missing",
    "Set the time of measurement",
    "message-vehicleposition")
{
    internal override void OnFeed(FeedContext feed)
    {
        if (feed.HeaderTimestamp == 0 && !Versions.IsTwoOrUnreadable(feed.Header))
        {
            feed.Found(this, string.Empty, $"header.timestamp is missing");
        }
    }

    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Update.Timestamp == 0)
        {
            feed.Found(this, visit.Entity.Id, $"{visit.Label} has no timestamp");
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Timestamp == 0)
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has no timestamp");
        }
    }
}
