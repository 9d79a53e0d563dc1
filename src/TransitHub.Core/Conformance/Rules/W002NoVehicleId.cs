using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Entities say which vehicle it is.</summary>
internal sealed class W002NoVehicleId() : RealtimeRule(
    "W002",
    NoticeSeverity.Warning,
    "vehicle.id is missing",
    "Set an id that stays with the vehicle at least for the trip",
    "message-vehicledescriptor")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (visit.Update.Vehicle is not { Id.Length: > 0 })
        {
            feed.Found(this, visit.Trip.DoesNotRun() ? RealtimeDeviation.CanceledHasNoVehicle : null, visit.Entity.Id, $"{visit.Label} has no vehicle.id");
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Vehicle is not { Id.Length: > 0 })
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has no vehicle.id");
        }
    }
}
