using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>Both feeds agree which vehicle runs which trip.</summary>
internal sealed class E047PairsDiffer() : RealtimeRule(
    "E047",
    NoticeSeverity.Error,
    "TripUpdates and VehiclePositions pair vehicles and trips differently",
    "Make both feeds of one state",
    "message-vehicleposition")
{
    internal override void OnMoment(FeedContext feed)
    {
        if (VehiclePairs.Of(feed) is not { } pairs)
        {
            return;
        }

        foreach ((string trip, string vehicle) in pairs.VehicleOfUpdatedTrip)
        {
            if (pairs.VehicleOfSeenTrip.TryGetValue(trip, out string? seen) && seen.Length > 0 && seen != vehicle)
            {
                feed.Found(this, string.Empty, $"trip_id {trip} has vehicle_id {vehicle} in TripUpdates and {seen} in VehiclePositions");
            }
        }

        foreach ((string vehicle, string trip) in pairs.TripOfSeenVehicle)
        {
            if (pairs.TripOfUpdatedVehicle.TryGetValue(vehicle, out string? updated) && updated.Length > 0 && updated != trip && !pairs.ShareBlock(trip, updated))
            {
                bool isOneOfSeveral = pairs.HasUpdate(trip, vehicle);
                feed.Found(
                    this, isOneOfSeveral ? RealtimeDeviation.RunsOfOneTrip : null, string.Empty, $"vehicle_id {vehicle} has trip_id {updated} in TripUpdates and {trip} in VehiclePositions");
            }
        }
    }
}
