using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Views;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Arrival</c> messages.</summary>
internal static class ArrivalMessages
{
    /// <summary>One arrival; without real time its times are the timetable's.</summary>
    public static Arrival Of(ArrivalRow row, Schedule schedule, RideChances chances)
    {
        var message = new Arrival
        {
            Trip = row.Extra is { } named ? TripMessages.RefOf(named, schedule) : TripMessages.RefOf(row.Trip, schedule),
            VehicleId = row.Vehicle?.ToString() ?? string.Empty,
            Headsign = row.Extra is { } shown ? TripText.HeadsignOf(shown, schedule) : schedule.Trips.Headsign(row.Trip.TripIndex),
            RealTime = row.RealTime is not null,
            State = UnseenMessages.StateOf(row.Doubt),
            Stop = row.Extra is { } extra ? TripMessages.StopOf(extra.Stops[row.Position], schedule)
                : row.RealTime is { } times
                ? TripMessages.StopOf(times, row.Trip, schedule)
                : TripMessages.ScheduledStopOf(row.Trip, row.Position, schedule),
        };
        if (row.RealTime is null)
        {
            message.Stop.Arrival = row.ArrivesAt;
            message.Stop.Departure = row.LeavesAt;
        }

        message.Stop.AssignedStopId = row.AssignedStop is int platform ? schedule.Stops.Id(platform) : string.Empty;
        if (row.Extra is null && chances.Find(row.Trip) is { } fit)
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
