using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Views;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Headway</c> messages.</summary>
internal static class HeadwayMessages
{
    /// <summary>A line by headway.</summary>
    public static Headway Of(HeadwayRow row, Schedule schedule, RideChances chances)
    {
        var message = new Headway
        {
            RouteId = TripText.RouteId(schedule, row.RouteIndex),
            Headsign = row.Headsign,
            EverySeconds = (uint)row.EverySeconds,
            Until = row.Until,
        };
        message.Next.AddRange(row.Next.Select(n => NextOf(n, chances.Find(row.RouteIndex, row.Headsign, n.P50))));
        return message;
    }

    private static NextDeparture NextOf(DepartureQuantiles next, ToldFit? fit)
    {
        var message = new NextDeparture { P10 = (long)next.P10, P50 = (long)next.P50, P90 = (long)next.P90, Fit = CrowdingMessages.FitOf(fit?.Word) };
        if (fit is { } told)
        {
            message.FitProbability = (float)told.Probability;
        }

        return message;
    }
}
