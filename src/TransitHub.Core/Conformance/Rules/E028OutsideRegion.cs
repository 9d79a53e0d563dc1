using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Vehicles are in the box of all shapes, or stops, widened by a mile.</summary>
internal sealed class E028OutsideRegion() : RealtimeRule(
    "E028",
    NoticeSeverity.Error,
    "The position is outside the area of the GTFS",
    "Leave out positions that are wrong, and check that the GTFS is the right one",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { } position && Places.IsOnEarth(position) && !feed.Reference.IsInRegion(position.Latitude, position.Longitude))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} is at ({position.Latitude}, {position.Longitude}), over 1609 m outside");
        }
    }
}
