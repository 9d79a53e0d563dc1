using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Runs by headway (exact_times=0) are told apart by their vehicles.</summary>
internal sealed class W005HeadwayTripWithoutVehicle() : RealtimeRule(
    "W005",
    NoticeSeverity.Warning,
    "A trip by headway has no vehicle.id",
    "Set vehicle.id",
    "message-vehicledescriptor")
{
    internal override void OnTripUpdate(FeedContext feed, TripUpdateVisit visit)
    {
        if (feed.Reference.HasFrequency(visit.Index, exactTimes: false) && visit.Update.Vehicle is not { HasId: true })
        {
            feed.Found(this, visit.Trip.DoesNotRun() ? RealtimeDeviation.CanceledHasNoVehicle : null, visit.Entity.Id, $"{visit.Label} has no vehicle.id");
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Trip is { HasTripId: true } trip && vehicle.Vehicle is not { HasId: true } && feed.Schedule.Trips.TryFind(trip.TripId, out int index)
            && feed.Reference.HasFrequency(index, exactTimes: false))
        {
            feed.Found(this, entity.Id, $"trip_id {trip.TripId} has no vehicle.id");
        }
    }
}
