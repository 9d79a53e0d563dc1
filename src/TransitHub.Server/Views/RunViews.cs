namespace TransitHub.Server.Views;

/// <summary>Runs of the timetable in a stretch of time, to choose one from.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="From">Unix seconds.</param>
/// <param name="Until">Unix seconds.</param>
/// <param name="Runs">By their start; those that are under way at <c>from</c> are among them.</param>
/// <param name="More">Whether there are more than were asked for.</param>
internal sealed record RunList(string Feed, long From, long Until, IReadOnlyList<RunView> Runs, bool More);

/// <summary>A run of the timetable, with as much as tells it from others.</summary>
/// <param name="TripId">GTFS <c>trip_id</c>.</param>
/// <param name="StartDate">Its service day, YYYYMMDD.</param>
/// <param name="StartTime">HH:MM:SS, where only it tells runs apart (<c>frequencies.txt</c>); null: nothing else is needed.</param>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="DirectionId">GTFS <c>direction_id</c>.</param>
/// <param name="Headsign">What the vehicle shows.</param>
/// <param name="FromStopId">GTFS <c>stop_id</c> of the first stop.</param>
/// <param name="FromStop">Its name.</param>
/// <param name="ToStopId">GTFS <c>stop_id</c> of the last stop.</param>
/// <param name="ToStop">Its name.</param>
/// <param name="StartsAt">Scheduled start, Unix seconds.</param>
/// <param name="EndsAt">Scheduled end, Unix seconds.</param>
/// <param name="BlockId">GTFS <c>block_id</c>.</param>
/// <param name="VehicleId">The vehicle that runs it, or will; null: none is known.</param>
/// <param name="DelaySeconds">Positive: late; null: not known.</param>
/// <param name="ChangeId">The operator's change that withdraws it; null: none does.</param>
internal sealed record RunView(
    string TripId, string StartDate, string? StartTime, string? RouteId, int? DirectionId, string Headsign, string FromStopId, string FromStop, string ToStopId, string ToStop,
    long StartsAt, long EndsAt, string? BlockId, string? VehicleId, int? DelaySeconds, string? ChangeId);
