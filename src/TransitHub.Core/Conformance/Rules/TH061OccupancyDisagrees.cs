using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>occupancy_status and occupancy_percentage tell of the same riders.</summary>
internal sealed class TH061OccupancyDisagrees() : RealtimeRule(
    "TH061",
    NoticeSeverity.Warning,
    "occupancy_status and occupancy_percentage disagree",
    "Make both of one load",
    "message-vehicleposition")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.HasOccupancyStatus && vehicle.HasOccupancyPercentage && !Occupancy.Agree((int)vehicle.OccupancyStatus, vehicle.OccupancyPercentage))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} is {vehicle.OccupancyStatus} at {vehicle.OccupancyPercentage} %");
        }

        foreach (VehiclePosition.Types.CarriageDetails carriage in vehicle.MultiCarriageDetails)
        {
            if (carriage.HasOccupancyStatus && carriage.OccupancyPercentage >= 0 && !Occupancy.Agree((int)carriage.OccupancyStatus, carriage.OccupancyPercentage))
            {
                feed.Found(this, entity.Id, $"carriage {carriage.CarriageSequence} is {carriage.OccupancyStatus} at {carriage.OccupancyPercentage} %");
            }
        }
    }
}
