using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>A vehicle on a trip is near its shape unless a detour is told.</summary>
internal sealed class E029FarFromShape() : RealtimeRule(
    "E029",
    NoticeSeverity.Error,
    "The position is over 200 m from the shape of its trip",
    "Take the trip off the position, tell the detour, or correct shapes.txt",
    "message-position")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Position is not { } position || vehicle.Trip is not { HasTripId: true } trip || !feed.Schedule.Trips.TryFind(trip.TripId, out int index)
            || !Places.IsOnEarth(position) || !feed.Reference.IsInRegion(position.Latitude, position.Longitude)
            || feed.Reference.IsNearShape(index, position.Latitude, position.Longitude)
            || feed.Moment.HasCanonicalDetour(trip.TripId, trip.HasRouteId ? trip.RouteId : null))
        {
            return;
        }

        int route = feed.Schedule.Trips.RouteIndex(index);
        bool isTold = feed.Moment.HasDetour(trip.TripId, route >= 0 ? feed.Schedule.Routes.Id(route) : string.Empty);
        feed.Found(
            this, isTold ? RealtimeDeviation.DetourByRoute : null, entity.Id, $"{Labels.Vehicle(entity, vehicle)} on trip_id {trip.TripId} is at ({position.Latitude}, {position.Longitude})");
    }
}
