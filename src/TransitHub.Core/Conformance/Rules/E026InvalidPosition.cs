using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Latitude is -90 to 90, longitude -180 to 180.</summary>
internal sealed class E026InvalidPosition() : RealtimeRule(
    "E026",
    NoticeSeverity.Error,
    "The position is no place on earth",
    "Send WGS 84 degrees, latitude and longitude not exchanged",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { } position && !Places.IsOnEarth(position))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} is at ({position.Latitude}, {position.Longitude})");
        }
    }
}
