using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Arrival</c> messages.</summary>
internal static class ArrivalMessages
{
    /// <summary>One arrival; without real time its times are the timetable's.</summary>
    public static Arrival Of(ArrivalRow row, Schedule schedule, RideChances chances)
    {
        var message = new Arrival
        {
            Trip = TripMessages.RefOf(row.Trip, schedule),
            VehicleId = row.Vehicle?.ToString() ?? string.Empty,
            Headsign = schedule.Trips.Headsign(row.Trip.TripIndex),
            RealTime = row.RealTime is not null,
            State = UnseenMessages.StateOf(row.Doubt),
            Stop = row.RealTime is { } times
                ? TripMessages.StopOf(times, row.Trip, schedule)
                : TripMessages.ScheduledStopOf(row.Trip, row.Position, schedule),
        };
        if (row.RealTime is null)
        {
            message.Stop.Arrival = row.ArrivesAt;
            message.Stop.Departure = row.LeavesAt;
        }

        if (chances.Find(row.Trip) is { } fit)
        {
            message.Fit = CrowdingMessages.FitOf(fit.Word);
            message.FitProbability = (float)fit.Probability;
        }

        if (row.DelaySeconds is { } delay)
        {
            message.DelaySeconds = delay;
        }

        return message;
    }
}
