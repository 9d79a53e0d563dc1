using TransitHub.Core.Conformance;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>
/// The same feeds the common way: an object graph of generated classes. The tests hold the hand-written encoder against
/// it, the benchmarks measure it beside.
/// </summary>
internal static class ObjectGraphEncoder
{
    public static FeedMessage VehiclePositions(HubSnapshot snapshot, long timestamp, int maxAgeSeconds, bool onTripsOnly)
    {
        FeedMessage message = NewMessage(snapshot.Schedule, timestamp);
        Dictionary<TripInstance, TripSnapshot> assigned = snapshot.Trips.ToDictionary(trip => trip.Trip);
        RealtimeReference places = new(snapshot.Schedule);
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            bool onTrip = vehicle.Trip is TripInstance run
                && vehicle.Phase is VehiclePhase.InService or VehiclePhase.Layover or VehiclePhase.Lost
                && assigned.TryGetValue(run, out TripSnapshot? trip) && trip.Vehicle == vehicle.Id && !trip.Stops.IsEmpty;
            if (IsFresh(vehicle.MeasuredAt, timestamp, maxAgeSeconds) && (onTrip || !onTripsOnly) && places.IsInRegion((float)vehicle.Latitude, (float)vehicle.Longitude))
            {
                message.Entity.Add(new FeedEntity { Id = vehicle.Id.ToString(), Vehicle = Position(snapshot.Schedule, vehicle, onTrip) });
            }
        }

        return message;
    }

    public static FeedMessage TripUpdates(HubSnapshot snapshot, long timestamp, int maxAgeSeconds)
    {
        FeedMessage message = NewMessage(snapshot.Schedule, timestamp);
        RealtimeReference places = new(snapshot.Schedule);
        HashSet<DeviceId> outside = [.. snapshot.Vehicles.Where(v => !places.IsInRegion((float)v.Latitude, (float)v.Longitude)).Select(v => v.Id)];
        foreach (TripSnapshot trip in snapshot.Trips)
        {
            if (!trip.Stops.IsEmpty && !outside.Contains(trip.Vehicle) && IsFresh(trip.MeasuredAt, timestamp, maxAgeSeconds))
            {
                TripInstance run = trip.Trip;
                string id = $"{snapshot.Schedule.Trips.Id(run.TripIndex)}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}";
                message.Entity.Add(new FeedEntity { Id = id, TripUpdate = Update(snapshot.Schedule, trip) });
            }
        }

        foreach (UnseenRun unseen in snapshot.Unseen.Where(run => run.State == RunState.Canceled))
        {
            TripInstance run = unseen.Trip;
            TripUpdate update = new() { Trip = Descriptor(snapshot.Schedule, run), Timestamp = (ulong)unseen.Since.UnixSeconds };
            update.Trip.ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Canceled;
            string id = $"{snapshot.Schedule.Trips.Id(run.TripIndex)}|{run.ServiceDate}|{ServiceTime.FromSeconds(run.StartSeconds)}";
            message.Entity.Add(new FeedEntity { Id = id, TripUpdate = update });
        }

        return message;
    }

    public static FeedMessage NewMessage(Schedule schedule, long timestamp) => new()
    {
        Header = new FeedHeader
        {
            GtfsRealtimeVersion = "2.0",
            Incrementality = FeedHeader.Types.Incrementality.FullDataset,
            Timestamp = (ulong)timestamp,
            FeedVersion = schedule.Version,
        },
    };

    private static bool IsFresh(Timestamp measured, long now, int maxAgeSeconds) =>
        measured.UnixMilliseconds >= (now - maxAgeSeconds) * 1000;

    private static VehiclePosition Position(Schedule schedule, VehicleSnapshot vehicle, bool onTrip)
    {
        VehiclePosition position = new()
        {
            Position = new Position { Latitude = (float)vehicle.Latitude, Longitude = (float)vehicle.Longitude },
            Timestamp = (ulong)vehicle.MeasuredAt.UnixSeconds,
            Vehicle = new VehicleDescriptor { Id = vehicle.Id.ToString() },
        };
        if (vehicle.Bearing is float bearing)
        {
            position.Position.Bearing = bearing;
        }

        if (vehicle.SpeedMps is <= 26 and float speed)
        {
            position.Position.Speed = speed;
        }

        if (vehicle.Label is string label)
        {
            position.Vehicle.Label = label;
        }

        if (vehicle.CongestionLevel is byte congestion)
        {
            position.CongestionLevel = (VehiclePosition.Types.CongestionLevel)congestion;
        }

        if (vehicle.OccupancyStatus is byte occupancy)
        {
            position.OccupancyStatus = (VehiclePosition.Types.OccupancyStatus)occupancy;
        }

        if (IsBelieved(vehicle.OccupancyStatus, vehicle.OccupancyPercentage))
        {
            position.OccupancyPercentage = (uint)vehicle.OccupancyPercentage!;
        }

        if (vehicle.WheelchairAccessible is byte wheelchair)
        {
            position.Vehicle.WheelchairAccessible = (VehicleDescriptor.Types.WheelchairAccessible)wheelchair;
        }

        position.MultiCarriageDetails.AddRange(vehicle.Carriages.Select(Carriage));

        if (onTrip && vehicle.Trip is TripInstance run)
        {
            int pattern = schedule.Trips.PatternIndex(run.TripIndex);
            position.Trip = Descriptor(schedule, run);
            position.CurrentStopSequence = (uint)schedule.Trips.StopSequences(run.TripIndex)[vehicle.StopPosition];
            position.CurrentStatus = (VehiclePosition.Types.VehicleStopStatus)vehicle.StopStatus;
            position.StopId = schedule.Stops.Id(schedule.Patterns.Stops(pattern)[vehicle.StopPosition]);
        }

        return position;
    }

    private static VehiclePosition.Types.CarriageDetails Carriage(Carriage carriage)
    {
        VehiclePosition.Types.CarriageDetails details = new() { CarriageSequence = (uint)carriage.Sequence };
        if (carriage.Id is string id)
        {
            details.Id = id;
        }

        if (carriage.Label is string label)
        {
            details.Label = label;
        }

        if (carriage.OccupancyStatus is byte status)
        {
            details.OccupancyStatus = (VehiclePosition.Types.OccupancyStatus)status;
        }

        if (IsBelieved(carriage.OccupancyStatus, carriage.OccupancyPercentage))
        {
            details.OccupancyPercentage = (int)carriage.OccupancyPercentage!;
        }

        return details;
    }

    /// <summary>What TH061 and TH062 let pass.</summary>
    private static bool IsBelieved(byte? status, short? percentage) => percentage is <= 300 && status switch
    {
        0 => percentage <= 30,
        1 => percentage <= 80,
        3 => percentage >= 5,
        4 or 5 => percentage >= 50,
        _ => true,
    };

    private static TripUpdate Update(Schedule schedule, TripSnapshot trip)
    {
        TripInstance run = trip.Trip;
        bool byHeadway = ByHeadway(schedule, run);
        TripUpdate update = new()
        {
            Trip = Descriptor(schedule, run),
            Vehicle = new VehicleDescriptor { Id = trip.Vehicle.ToString() },
            Timestamp = (ulong)trip.MeasuredAt.UnixSeconds,
        };
        if (trip.DelaySeconds is int delay && !byHeadway)
        {
            update.Delay = delay;
        }

        int shift = schedule.Trips.Frequencies(run.TripIndex).IsEmpty ? 0 : run.StartSeconds - schedule.Trips.StartSeconds(run.TripIndex);
        long earliest = 0;
        foreach (StopPrediction stop in trip.Stops)
        {
            long arrival = Math.Max(stop.Arrival, earliest);
            long departure = Math.Max(stop.Departure, arrival);
            earliest = departure + 1;
            int scheduledArrival = schedule.Trips.Arrivals(run.TripIndex)[stop.Position] + shift;
            int scheduledDeparture = schedule.Trips.Departures(run.TripIndex)[stop.Position] + shift;
            TripUpdate.Types.StopTimeUpdate written = new()
            {
                StopSequence = (uint)schedule.Trips.StopSequences(run.TripIndex)[stop.Position],
                StopId = schedule.Stops.Id(schedule.Patterns.Stops(schedule.Trips.PatternIndex(run.TripIndex))[stop.Position]),
                Arrival = Event(arrival, stop, byHeadway ? null : schedule.ToUnixSeconds(run.ServiceDate, scheduledArrival)),
                Departure = Event(departure, stop, byHeadway ? null : schedule.ToUnixSeconds(run.ServiceDate, scheduledDeparture)),
                ScheduleRelationship = byHeadway
                    ? TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Unscheduled
                    : TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Scheduled,
            };
            if (stop.DepartureOccupancy is byte full)
            {
                written.DepartureOccupancyStatus = (VehiclePosition.Types.OccupancyStatus)full;
            }

            update.StopTimeUpdate.Add(written);
        }

        return update;
    }

    private static TripUpdate.Types.StopTimeEvent Event(long time, StopPrediction stop, long? scheduled)
    {
        TripUpdate.Types.StopTimeEvent made = new() { Time = time, Uncertainty = stop.UncertaintySeconds };
        if (scheduled is long planned)
        {
            made.Delay = (int)(time - planned);
        }

        return made;
    }

    private static TripDescriptor Descriptor(Schedule schedule, TripInstance run)
    {
        int trip = run.TripIndex;
        TripDescriptor descriptor = new()
        {
            TripId = schedule.Trips.Id(trip),
            RouteId = schedule.Routes.Id(schedule.Trips.RouteIndex(trip)),
            StartDate = run.ServiceDate.ToString(),
            ScheduleRelationship = ByHeadway(schedule, run)
                ? TripDescriptor.Types.ScheduleRelationship.Unscheduled
                : TripDescriptor.Types.ScheduleRelationship.Scheduled,
        };
        if (schedule.Trips.DirectionId(trip) >= 0)
        {
            descriptor.DirectionId = (uint)schedule.Trips.DirectionId(trip);
        }

        if (!schedule.Trips.Frequencies(trip).IsEmpty)
        {
            descriptor.StartTime = ServiceTime.FromSeconds(run.StartSeconds).ToString();
        }
        else if (schedule.Trips.Arrivals(trip)[0] == schedule.Trips.Departures(trip)[0])
        {
            descriptor.StartTime = ServiceTime.FromSeconds(schedule.Trips.Arrivals(trip)[0]).ToString();
        }

        return descriptor;
    }

    private static bool ByHeadway(Schedule schedule, TripInstance run) =>
        schedule.Trips.Frequencies(run.TripIndex) is [{ ExactTimes: false }, ..];
}
