using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A percentage is 0 or more, of a carriage -1 for unknown.</summary>
internal sealed class TH062OccupancyRange() : RealtimeRule(
    "TH062",
    NoticeSeverity.Error,
    "occupancy_percentage is out of range",
    "Send 0 or more; over 300 is a fault of the counter",
    "message-vehicleposition")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.OccupancyPercentage > Occupancy.MostPercent || vehicle.MultiCarriageDetails.Any(static carriage => carriage.OccupancyPercentage is < -1 or > Occupancy.MostPercent))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has an occupancy_percentage below -1 or over 300");
        }
    }
}
