using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Views;

/// <summary>A line that calls at a stop by headway, in JSON.</summary>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="Headsign">What the vehicles show.</param>
/// <param name="EverySeconds">Seconds from one to the next, by the timetable.</param>
/// <param name="Until">When this headway ends at the stop, Unix seconds.</param>
/// <param name="Next">When vehicles that have not left their first stop yet will call here; those on their way are among the arrivals.</param>
internal sealed record HeadwayView(string? RouteId, string Headsign, int EverySeconds, long Until, IReadOnlyList<NextDepartureView> Next)
{
    /// <summary>Of a row.</summary>
    public static HeadwayView Of(HeadwayRow row, Schedule schedule, RideChances chances) => new(
        row.RouteIndex < 0 ? null : schedule.Routes.Id(row.RouteIndex),
        row.Headsign,
        row.EverySeconds,
        row.Until,
        [.. row.Next.Select(n => NextDepartureView.Of(n, chances.Find(row.RouteIndex, row.Headsign, n.P50)))]);
}

/// <summary>When a vehicle will call that has not left its first stop yet.</summary>
/// <param name="P10">One in ten is earlier, Unix seconds.</param>
/// <param name="P50">The median, Unix seconds.</param>
/// <param name="P90">One in ten is later, Unix seconds.</param>
/// <param name="Fit">Whether who comes to the stop now will find room: <c>likely</c>, <c>maybe</c> or <c>unlikely</c>; null: not known.</param>
/// <param name="FitProbability">0 to 1, in tenths; null: not known.</param>
internal sealed record NextDepartureView(long P10, long P50, long P90, RideFit? Fit, double? FitProbability)
{
    /// <summary>Of a forecast.</summary>
    public static NextDepartureView Of(DepartureQuantiles next, ToldFit? fit) =>
        new((long)next.P10, (long)next.P50, (long)next.P90, fit?.Word, fit?.Probability);
}
