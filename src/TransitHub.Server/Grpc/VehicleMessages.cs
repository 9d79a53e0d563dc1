using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using Carriage = TransitHub.Core.Observations.Carriage;
using TransitHub.Server.Views;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Vehicle</c> messages.</summary>
internal static class VehicleMessages
{
    /// <summary>A vehicle with all that is known of it.</summary>
    public static Vehicle Of(VehicleSnapshot vehicle, Schedule schedule)
    {
        var message = new Vehicle
        {
            Id = vehicle.Id.ToString(),
            Label = vehicle.Label ?? string.Empty,
            Lat = vehicle.Latitude,
            Lon = vehicle.Longitude,
            MeasuredAtMs = vehicle.MeasuredAt.UnixMilliseconds,
            ReceivedAtMs = vehicle.ReceivedAt.UnixMilliseconds,
            Phase = PhaseOf(vehicle.Phase),
            UnmatchedReason = vehicle.UnmatchedReason == RejectionReason.None ? string.Empty : vehicle.UnmatchedReason.Name(),
            RouteId = TripText.RouteId(schedule, vehicle.RouteIndex),
        };
        SetOptional(message, vehicle);
        if (vehicle.Trip is { } trip)
        {
            message.Trip = TripMessages.RefOf(trip, schedule);
            message.MatchProbability = vehicle.MatchProbability;
            SetStop(message, vehicle, trip, schedule);
        }
        else if (vehicle.ExtraRun is { } extra)
        {
            // The run itself, with its relation to the timetable, is among the trips.
            message.Trip = new TripRef
            {
                TripId = extra.TripId,
                RouteId = message.RouteId,
                StartDate = extra.ServiceDate.ToString(),
                StartTime = Gtfs.Time.ServiceTime.FromSeconds(extra.StartSeconds).ToString(),
            };
            message.MatchProbability = vehicle.MatchProbability;
        }

        return message;
    }

    private static void SetOptional(Vehicle message, VehicleSnapshot vehicle)
    {
        if (vehicle.Bearing is { } bearing)
        {
            message.Bearing = bearing;
        }

        if (vehicle.SpeedMps is { } speed)
        {
            message.SpeedMps = speed;
        }

        if (vehicle.DelaySeconds is { } delay)
        {
            message.DelaySeconds = delay;
        }

        if (vehicle.OccupancyStatus is { } occupancy)
        {
            message.OccupancyStatus = occupancy;
        }

        if (vehicle.OccupancyPercentage is { } percentage)
        {
            message.OccupancyPercentage = (uint)percentage;
        }

        if (vehicle.CongestionLevel is { } congestion)
        {
            message.CongestionLevel = congestion;
        }

        if (vehicle.WheelchairAccessible is { } wheelchair)
        {
            message.WheelchairAccessible = wheelchair;
        }

        if (!vehicle.Carriages.IsDefaultOrEmpty)
        {
            message.Carriages.AddRange(vehicle.Carriages.Select(CarriageOf));
        }
    }

    private static CarriageLoad CarriageOf(Carriage carriage)
    {
        CarriageLoad message = new() { CarriageSequence = (uint)carriage.Sequence, Id = carriage.Id ?? string.Empty, Label = carriage.Label ?? string.Empty };
        if (carriage.OccupancyStatus is { } occupancy)
        {
            message.OccupancyStatus = occupancy;
        }

        if (carriage.OccupancyPercentage is { } percentage)
        {
            message.OccupancyPercentage = (uint)percentage;
        }

        return message;
    }

    private static void SetStop(Vehicle message, VehicleSnapshot vehicle, TripInstance trip, Schedule schedule)
    {
        int stop = TripText.StopAt(schedule, trip.TripIndex, vehicle.StopPosition);
        if (stop >= 0)
        {
            message.StopId = schedule.Stops.Id(stop);
            message.StopSequence = (uint)schedule.Trips.StopSequences(trip.TripIndex)[vehicle.StopPosition];
            message.StoppedAtStop = vehicle.StopStatus == StopStatus.StoppedAt;
        }
    }

    private static Phase PhaseOf(VehiclePhase phase) => phase switch
    {
        VehiclePhase.InService => Phase.InService,
        VehiclePhase.Layover => Phase.Layover,
        VehiclePhase.Deadhead => Phase.Deadhead,
        VehiclePhase.Depot => Phase.Depot,
        VehiclePhase.OffRoute => Phase.OffRoute,
        VehiclePhase.Lost => Phase.Lost,
        _ => Phase.Unmatched,
    };
}
