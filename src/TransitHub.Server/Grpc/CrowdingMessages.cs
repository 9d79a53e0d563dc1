using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Counts;
using TransitHub.Server.Views;
using CrowdingAhead = TransitHub.Core.Snapshots.CrowdingAhead;
using Level = TransitHub.Core.Snapshots.CrowdingLevel;
using RideChance = TransitHub.Core.Snapshots.RideChance;
using StopCrowding = TransitHub.Core.Snapshots.StopCrowding;
using Trend = TransitHub.Core.Snapshots.CrowdingTrend;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>StopCrowding</c> messages and their parts, as anybody may know them.</summary>
internal static class CrowdingMessages
{
    /// <summary>How full it is at a stop.</summary>
    public static Protocol.V1.StopCrowding Of(StopCrowding crowding, Schedule schedule, StopBounds bounds)
    {
        string stop = schedule.Stops.Id(crowding.Stop);
        int fewest = bounds.Of(stop);
        PublicPeople told = PublicPeople.Of(crowding.Waiting, fewest);
        var message = new Protocol.V1.StopCrowding
        {
            StopId = stop,
            MeasuredAtMs = PublicPeople.Told(crowding.MeasuredAt).UnixMilliseconds,
            Level = LevelOf(told.Told(crowding.Level)),
            Trend = TrendOf(crowding.Trend),
        };
        if (told is { Waiting: { } waiting, Low: { } low, High: { } high })
        {
            (message.Waiting, message.WaitingLow, message.WaitingHigh) = ((uint)waiting, (uint)low, (uint)high);
        }

        if (told.FewerThan is { } most)
        {
            message.FewerThan = (uint)most;
        }

        if (crowding.Capacity is { } capacity)
        {
            message.Capacity = (uint)capacity;
        }

        message.Ahead.AddRange(crowding.Ahead.Select(a => AheadOf(a, fewest)));
        message.Rides.AddRange(crowding.Rides.Select(r => RideOf(r, schedule)));
        return message;
    }

    /// <summary>The word for a fit; null: not known.</summary>
    public static Fit FitOf(RideFit? fit) => fit switch
    {
        null => Fit.Unspecified,
        RideFit.Likely => Fit.Likely,
        RideFit.Maybe => Fit.Maybe,
        RideFit.Unlikely => Fit.Unlikely,
        _ => throw new ArgumentOutOfRangeException(nameof(fit)),
    };

    private static Protocol.V1.CrowdingAhead AheadOf(CrowdingAhead ahead, int fewestTold)
    {
        PublicPeople told = PublicPeople.Of(ahead.Waiting, fewestTold);
        var message = new Protocol.V1.CrowdingAhead { AtMs = ahead.At.UnixMilliseconds, Level = LevelOf(told.Told(ahead.Level)) };
        if (told is { Waiting: { } waiting, Low: { } low, High: { } high })
        {
            (message.Waiting, message.WaitingLow, message.WaitingHigh) = ((uint)waiting, (uint)low, (uint)high);
        }

        if (told.FewerThan is { } most)
        {
            message.FewerThan = (uint)most;
        }

        return message;
    }

    private static Protocol.V1.RideChance RideOf(RideChance ride, Schedule schedule)
    {
        ToldFit told = ToldFit.Of(ride.FitProbability);
        var message = new Protocol.V1.RideChance
        {
            RouteId = TripText.RouteId(schedule, schedule.Patterns.RouteIndex(ride.Pattern)),
            Headsign = RideChances.HeadsignOf(schedule, ride.Pattern),
            Departure = ride.Departure.UnixSeconds,
            Fit = FitOf(told.Word),
            FitProbability = (float)told.Probability,
        };
        if (ride.Trip is { } trip)
        {
            message.Trip = TripMessages.RefOf(trip, schedule);
        }

        return message;
    }

    private static Protocol.V1.CrowdingLevel LevelOf(Level level) => level switch
    {
        Level.Unknown => Protocol.V1.CrowdingLevel.Unspecified,
        Level.Empty => Protocol.V1.CrowdingLevel.Empty,
        Level.Light => Protocol.V1.CrowdingLevel.Light,
        Level.Busy => Protocol.V1.CrowdingLevel.Busy,
        Level.Crowded => Protocol.V1.CrowdingLevel.Crowded,
        Level.Full => Protocol.V1.CrowdingLevel.Full,
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };

    private static Protocol.V1.CrowdingTrend TrendOf(Trend trend) => trend switch
    {
        Trend.Unknown => Protocol.V1.CrowdingTrend.Unspecified,
        Trend.Falling => Protocol.V1.CrowdingTrend.Falling,
        Trend.Steady => Protocol.V1.CrowdingTrend.Steady,
        Trend.Rising => Protocol.V1.CrowdingTrend.Rising,
        _ => throw new ArgumentOutOfRangeException(nameof(trend)),
    };
}
