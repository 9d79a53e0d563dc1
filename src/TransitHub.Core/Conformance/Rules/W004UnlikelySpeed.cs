using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Speeds are 0 to 26 m/s (about 60 miles an hour).</summary>
internal sealed class W004UnlikelySpeed() : RealtimeRule(
    "W004",
    NoticeSeverity.Warning,
    "The speed is unlikely",
    "Send meters per second, not kilometers an hour",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { HasSpeed: true } position && (position.Speed > 26 || position.Speed < 0))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} drives at {position.Speed} m/s");
        }
    }
}
