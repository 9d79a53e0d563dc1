using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Numbers are numbers.</summary>
internal sealed class TH064NotANumber() : RealtimeRule(
    "TH064",
    NoticeSeverity.Error,
    "A position has a value that is no number",
    "Leave the field out",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is { } at && !(float.IsFinite(at.Latitude) && float.IsFinite(at.Longitude) && float.IsFinite(at.Bearing) && float.IsFinite(at.Speed) && double.IsFinite(at.Odometer)))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has a position that is no number");
        }
    }
}
