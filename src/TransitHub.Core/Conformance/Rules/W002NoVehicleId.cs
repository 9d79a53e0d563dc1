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
            RealtimeDeviation? deviation = visit.Trip.DoesNotRun() ? RealtimeDeviation.CanceledHasNoVehicle : Predicts(visit.Update) ? null : RealtimeDeviation.PlanHasNoVehicle;
            feed.Found(this, deviation, visit.Entity.Id, $"{visit.Label} has no vehicle.id");
        }
    }

    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Vehicle is not { Id.Length: > 0 })
        {
            feed.Found(this, entity.Id, $"entity {entity.Id} has no vehicle.id");
        }
    }

    /// <summary>Whether any stop is said to be reached at some time; a trip-wide delay is a prediction, too.</summary>
    private static bool Predicts(TripUpdate update) => update.HasDelay || (update.StopTimeUpdate.Count == 0 ? !update.Trip.Is(TripDescriptor.Types.ScheduleRelationship.Duplicated) : update.StopTimeUpdate.Any(Predicts));

    private static bool Predicts(TripUpdate.Types.StopTimeUpdate stop) => Predicts(stop.Arrival) || Predicts(stop.Departure);

    private static bool Predicts(TripUpdate.Types.StopTimeEvent? when) => when is { HasTime: true } or { HasDelay: true };
}
