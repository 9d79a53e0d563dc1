using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>0, 0 lies in the sea south of Ghana; devices without a fix send it.</summary>
internal sealed class TH063NullIsland() : RealtimeRule(
    "TH063",
    NoticeSeverity.Error,
    "The position is 0, 0",
    "Leave the position out until the device has a fix",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { Latitude: > -0.001f and < 0.001f, Longitude: > -0.001f and < 0.001f })
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} is at 0, 0");
        }
    }
}
