using TransitHub.Gtfs;
using TransitHub.Protocol.V1;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Views;

namespace TransitHub.Server.Grpc;

/// <summary>Makes <c>Headway</c> messages.</summary>
internal static class HeadwayMessages
{
    /// <summary>A line by headway.</summary>
    public static Headway Of(HeadwayRow row, Schedule schedule)
    {
        var message = new Headway
        {
            RouteId = TripText.RouteId(schedule, row.RouteIndex),
            Headsign = row.Headsign,
            EverySeconds = (uint)row.EverySeconds,
            Until = row.Until,
        };
        message.Next.AddRange(row.Next.Select(n => new NextDeparture { P10 = (long)n.P10, P50 = (long)n.P50, P90 = (long)n.P90 }));
        return message;
    }
}
