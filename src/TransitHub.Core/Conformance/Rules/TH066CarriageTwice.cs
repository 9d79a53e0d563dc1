using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A carriage is in a vehicle once.</summary>
internal sealed class TH066CarriageTwice() : RealtimeRule(
    "TH066",
    NoticeSeverity.Warning,
    "Two carriages of a vehicle have one id",
    "Give each carriage its own id",
    "message-carriagedetails")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        string[] ids = [.. vehicle.MultiCarriageDetails.Where(static carriage => carriage.Id.Length > 0).Select(static carriage => carriage.Id)];
        if (ids.Distinct(StringComparer.Ordinal).Count() < ids.Length)
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} has two carriages of one id");
        }
    }
}
