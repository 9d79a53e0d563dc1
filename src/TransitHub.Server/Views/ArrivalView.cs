using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;

namespace TransitHub.Server.Views;

/// <summary>An arrival at a stop, in JSON.</summary>
/// <param name="Trip">The run.</param>
/// <param name="Headsign">What the vehicle shows.</param>
/// <param name="RouteShortName">The route's short name.</param>
/// <param name="State">
/// <c>assigned</c>: a vehicle has it. Else what is believed: <c>expected</c>, <c>unconfirmed</c> (should have been seen by now), <c>suspect</c>
/// (more likely not running: do not promise it) or <c>canceled</c>.
/// </param>
/// <param name="RealTime">False: from the timetable only.</param>
/// <param name="VehicleId">The vehicle that runs it.</param>
/// <param name="DelaySeconds">Positive: late.</param>
/// <param name="ArrivesAt">As far as is known, Unix seconds.</param>
/// <param name="LeavesAt">As far as is known, Unix seconds.</param>
/// <param name="Stop">The times in full.</param>
/// <param name="Fit">Whether who comes to the stop now will find room: <c>likely</c>, <c>maybe</c> or <c>unlikely</c>; null: not known.</param>
/// <param name="FitProbability">0 to 1, in tenths; null: not known.</param>
/// <param name="Source">The other agency's feed whose word this is; absent: the hub's own, or the timetable's.</param>
internal sealed record ArrivalView(
    TripRefView Trip, string Headsign, string? RouteShortName, string State, bool RealTime, string? VehicleId, int? DelaySeconds, long ArrivesAt, long LeavesAt, StopTimeView Stop,
    RideFit? Fit, double? FitProbability, string? Source)
{
    /// <summary>The operator's change by which it is other than in the timetable; absent: none.</summary>
    public string? ChangeId { get; init; }

    /// <summary>Of a row.</summary>
    public static ArrivalView Of(ArrivalRow row, Schedule schedule, RideChances chances)
    {
        ToldFit? fit = row.Extra is null ? chances.Find(row.Trip) : null;
        int route = row.Extra?.RouteIndex ?? schedule.Trips.RouteIndex(row.Trip.TripIndex);
        return new ArrivalView(
            row.Extra is { } named ? TripRefView.Of(named, schedule) : TripRefView.Of(row.Trip, schedule),
            row.Extra is { } shown ? TripText.HeadsignOf(shown, schedule) : schedule.Trips.Headsign(row.Trip.TripIndex),
            route < 0 ? null : schedule.Routes.ShortName(route),
            RunStateText.Of(row.Doubt),
            row.RealTime is not null,
            row.Vehicle?.ToString(),
            row.DelaySeconds,
            row.ArrivesAt,
            row.LeavesAt,
            row.Extra is { } extra
                ? StopTimeView.Of(schedule, extra.Stops[row.Position])
                : StopTimeView.Of(schedule, row.Trip, row.Position, row.RealTime) with { AssignedStopId = row.AssignedStop is int platform ? schedule.Stops.Id(platform) : null },
            fit?.Word,
            fit?.Probability,
            row.Source)
        { ChangeId = row.ChangeId };
    }
}
