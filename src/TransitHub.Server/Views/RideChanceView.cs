using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Views;

/// <summary>A vehicle that will call, in JSON, and whether who comes to the stop now will find room on it.</summary>
/// <param name="Trip">The run; null: a departure by headway that has not begun.</param>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="Headsign">What it shows.</param>
/// <param name="Departure">Expected departure from the stop, Unix seconds.</param>
/// <param name="Fit"><c>likely</c> from 0.8 on, <c>unlikely</c> up to 0.3, <c>maybe</c> in between.</param>
/// <param name="FitProbability">0 to 1, in tenths.</param>
internal sealed record RideChanceView(TripRefView? Trip, string? RouteId, string Headsign, long Departure, RideFit Fit, double FitProbability)
{
    /// <summary>Of a chance.</summary>
    public static RideChanceView Of(RideChance ride, Schedule schedule)
    {
        ToldFit told = ToldFit.Of(ride.FitProbability);
        int route = schedule.Patterns.RouteIndex(ride.Pattern);
        return new RideChanceView(
            ride.Trip is { } trip ? TripRefView.Of(trip, schedule) : null,
            route < 0 ? null : schedule.Routes.Id(route),
            RideChances.HeadsignOf(schedule, ride.Pattern),
            ride.Departure.UnixSeconds,
            told.Word,
            told.Probability);
    }
}
