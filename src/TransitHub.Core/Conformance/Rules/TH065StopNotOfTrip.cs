using TransitHub.Gtfs.Notices;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>current_stop_sequence and stop_id are a stop of the trip.</summary>
internal sealed class TH065StopNotOfTrip() : RealtimeRule(
    "TH065",
    NoticeSeverity.Error,
    "The stop of a vehicle is not one of its trip",
    "Send both of one row of stop_times.txt",
    "message-vehicleposition")
{
    internal override void OnVehicle(FeedContext feed, FeedEntity entity, VehiclePosition vehicle)
    {
        if (vehicle.Trip is not { HasTripId: true } trip || trip.HasOwnStops() || !vehicle.HasCurrentStopSequence
            || !feed.Schedule.Trips.TryFind(trip.TripId, out int index) || feed.Schedule.Trips.PatternIndex(index) is not (>= 0 and int pattern))
        {
            return;
        }

        int position = feed.Schedule.Trips.StopSequences(index).IndexOf((int)Math.Min(vehicle.CurrentStopSequence, int.MaxValue));
        string planned = position < 0 ? string.Empty : feed.Schedule.Stops.Id(feed.Schedule.Patterns.Stops(pattern)[position]);
        if (position < 0 || (vehicle.HasStopId && vehicle.StopId != planned && !feed.ShareStation(vehicle.StopId, planned)))
        {
            feed.Found(this, entity.Id, $"{Labels.Vehicle(entity, vehicle)} is at stop_sequence {vehicle.CurrentStopSequence} stop_id {vehicle.StopId}, the GTFS has stop_id {planned}");
        }
    }
}
