using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A bearing is 0 to 360 degrees.</summary>
internal sealed class E027InvalidBearing() : RealtimeRule(
    "E027",
    NoticeSeverity.Error,
    "The bearing is not within 0 to 360",
    "Send degrees clockwise from true north, or nothing",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { HasBearing: true } position && (position.Bearing < 0 || position.Bearing > 360))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has bearing {position.Bearing}");
        }
    }
}
