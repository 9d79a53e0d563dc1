using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Views;

/// <summary>A line that calls at a stop by headway, in JSON.</summary>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="Headsign">What the vehicles show.</param>
/// <param name="EverySeconds">Seconds from one to the next, by the timetable.</param>
/// <param name="Until">When this headway ends at the stop, Unix seconds.</param>
internal sealed record HeadwayView(string? RouteId, string Headsign, int EverySeconds, long Until)
{
    /// <summary>Of a row.</summary>
    public static HeadwayView Of(HeadwayRow row, Schedule schedule) =>
        new(row.RouteIndex < 0 ? null : schedule.Routes.Id(row.RouteIndex), row.Headsign, row.EverySeconds, row.Until);
}
