using TransitHub.Gtfs.Notices;

namespace TransitHub.Core.Conformance.Rules;

/// <summary>What is in one of both feeds is in the other.</summary>
internal sealed class W003OnlyInOneFeed() : RealtimeRule(
    "W003",
    NoticeSeverity.Warning,
    "A trip or vehicle is in one feed and not in the other",
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
            bool isSeen = pairs.TripOfSeenVehicle.ContainsKey(vehicle) || pairs.VehiclesWithoutTrip.Contains(vehicle);
            if (!pairs.VehicleOfSeenTrip.ContainsKey(trip))
            {
                feed.Found(this, pairs.Excuse(trip) ?? RealtimeDeviation.TripOnlyPredicted, string.Empty, $"trip_id {trip} is in TripUpdates only");
            }

            if (!isSeen)
            {
                feed.Found(
                    this, pairs.Excuse(trip) ?? (SightedVehicle.Is(vehicle) ? RealtimeDeviation.SeenByCameras : null), string.Empty, $"vehicle_id {vehicle} is in TripUpdates only");
            }
        }

        foreach ((string vehicle, string trip) in pairs.TripOfSeenVehicle)
        {
            if (!pairs.TripOfUpdatedVehicle.ContainsKey(vehicle))
            {
                feed.Found(this, string.Empty, $"vehicle_id {vehicle} is in VehiclePositions only");
            }

            if (!pairs.VehicleOfUpdatedTrip.ContainsKey(trip) && !pairs.TripsWithoutVehicle.Contains(trip))
            {
                feed.Found(this, string.Empty, $"trip_id {trip} is in VehiclePositions only");
            }
        }

        foreach (string trip in pairs.TripsWithoutVehicle)
        {
            if (!pairs.VehicleOfSeenTrip.ContainsKey(trip))
            {
                feed.Found(this, pairs.Excuse(trip) ?? RealtimeDeviation.TripOnlyPredicted, string.Empty, $"trip_id {trip} is in TripUpdates only");
            }
        }

        foreach (string vehicle in pairs.VehiclesWithoutTrip)
        {
            if (!pairs.TripOfUpdatedVehicle.ContainsKey(vehicle))
            {
                feed.Found(this, RealtimeDeviation.VehicleWithoutTrip, string.Empty, $"vehicle_id {vehicle} is in VehiclePositions only");
            }
        }
    }
}
