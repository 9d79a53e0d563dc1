using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Views;
using Stop = TransitHub.Protocol.V1.StopPrediction;
using StopTimes = TransitHub.Core.Snapshots.StopPrediction;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Trip</c> messages and their parts.</summary>
internal static class TripMessages
{
    /// <summary>A run with its stop times.</summary>
    public static Trip Of(TripSnapshot trip, Schedule schedule)
    {
        var message = new Trip
        {
            Key = TripText.Key(schedule, trip.Trip),
            Trip_ = RefOf(trip.Trip, schedule),
            VehicleId = trip.Vehicle.ToString(),
            MeasuredAtMs = trip.MeasuredAt.UnixMilliseconds,
            ChangeId = trip.ChangeId ?? string.Empty,
        };
        if (trip.DelaySeconds is { } delay)
        {
            message.DelaySeconds = delay;
        }

        foreach (StopTimes stop in trip.Stops)
        {
            message.Stops.Add(StopOf(trip, stop, schedule));
        }

        return message;
    }

    /// <summary>A run with its own stop times; what it has is the plan's where nothing is predicted.</summary>
    public static Trip Of(ExtraRun run, Schedule schedule)
    {
        var message = new Trip
        {
            Key = TripText.Key(run.Key),
            Trip_ = RefOf(run, schedule),
            VehicleId = run.HasVehicle ? run.Vehicle.ToString() : string.Empty,
            MeasuredAtMs = run.MeasuredAt.UnixMilliseconds,
            ChangeId = run.ChangeId ?? string.Empty,
        };
        if (run.DelaySeconds is { } delay)
        {
            message.DelaySeconds = delay;
        }

        message.Stops.AddRange(run.Stops.Select(stop => StopOf(stop, schedule)));
        return message;
    }

    /// <summary>What names a run with its own stop times.</summary>
    public static TripRef RefOf(ExtraRun run, Schedule schedule)
    {
        var message = new TripRef
        {
            TripId = run.Key.TripId,
            RouteId = TripText.RouteId(schedule, run.RouteIndex),
            StartDate = run.Key.ServiceDate.ToString(),
            StartTime = Gtfs.Time.ServiceTime.FromSeconds(run.Key.StartSeconds).ToString(),
            ScheduleRelationship = TripText.Relationship(run.Kind).ToUpperInvariant(),
        };
        if (run.DirectionId is { } direction)
        {
            message.DirectionId = (uint)direction;
        }

        return message;
    }

    /// <summary>A stop of a run with its own stop times.</summary>
    public static Stop StopOf(ExtraStop stop, Schedule schedule)
    {
        var message = new Stop
        {
            StopId = schedule.Stops.Id(stop.Stop),
            StopSequence = (uint)stop.Sequence,
            Arrival = stop.Arrival,
            Departure = stop.Departure,
            Passed = stop.Passed,
            Skipped = stop.IsSkipped,
            NoData = !stop.IsPredicted,
        };
        if (stop is { ScheduledArrival: { } arrival, ScheduledDeparture: { } departure })
        {
            message.ScheduledArrival = arrival;
            message.ScheduledDeparture = departure;
        }

        if (stop.DepartureOccupancy is { } occupancy)
        {
            message.DepartureOccupancyStatus = occupancy;
        }

        return message;
    }

    /// <summary>A stop of a run of the timetable, with what operators changed of it.</summary>
    private static Stop StopOf(TripSnapshot run, StopTimes stop, Schedule schedule)
    {
        Stop message = StopOf(stop, run.Trip, schedule);
        message.Skipped = stop.IsSkipped;
        message.AssignedStopId = run.FindAssigned(stop.Position) is int assigned ? schedule.Stops.Id(assigned) : string.Empty;
        if (stop.HasNoData || run.IsPlanned)
        {
            message.NoData = true;
            message.ArrivalQuantiles = null;
            message.Arrival = message.HasScheduledArrival ? message.ScheduledArrival : message.Arrival;
            message.Departure = message.HasScheduledDeparture ? message.ScheduledDeparture : message.Departure;
        }

        return message;
    }

    /// <summary>What names a run.</summary>
    public static TripRef RefOf(TripInstance trip, Schedule schedule)
    {
        var message = new TripRef
        {
            TripId = schedule.Trips.Id(trip.TripIndex),
            RouteId = TripText.RouteId(schedule, schedule.Trips.RouteIndex(trip.TripIndex)),
            StartDate = trip.ServiceDate.ToString(),
            StartTime = TripText.StartTime(trip),
        };
        if (schedule.Trips.DirectionId(trip.TripIndex) is var direction and >= 0)
        {
            message.DirectionId = (uint)direction;
        }

        return message;
    }

    /// <summary>A run's times at one stop, measured or predicted.</summary>
    public static Stop StopOf(StopTimes stop, TripInstance trip, Schedule schedule)
    {
        Stop message = ScheduledStopOf(trip, stop.Position, schedule);
        message.Arrival = stop.Arrival;
        message.Departure = stop.Departure;
        message.Passed = stop.Passed;
        if (stop.DepartureOccupancy is { } occupancy)
        {
            message.DepartureOccupancyStatus = occupancy;
        }

        if (!stop.Passed)
        {
            message.ArrivalQuantiles = new Quantiles
            {
                P10 = stop.Arrival + stop.Quantiles.P10,
                P25 = stop.Arrival + stop.Quantiles.P25,
                P50 = stop.Arrival + stop.Quantiles.P50,
                P75 = stop.Arrival + stop.Quantiles.P75,
                P90 = stop.Arrival + stop.Quantiles.P90,
            };
        }

        return message;
    }

    /// <summary>A run's place in the timetable at one stop, without real time.</summary>
    public static Stop ScheduledStopOf(TripInstance trip, int position, Schedule schedule)
    {
        int stop = TripText.StopAt(schedule, trip.TripIndex, position);
        var message = new Stop
        {
            StopId = stop < 0 ? string.Empty : schedule.Stops.Id(stop),
            StopSequence = (uint)schedule.Trips.StopSequences(trip.TripIndex)[position],
        };
        if (TripText.ScheduledAt(schedule, trip, position) is { } scheduled)
        {
            message.ScheduledArrival = scheduled.Arrival;
            message.ScheduledDeparture = scheduled.Departure;
        }

        return message;
    }
}
