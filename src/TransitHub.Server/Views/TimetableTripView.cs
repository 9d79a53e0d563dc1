using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Time;

namespace TransitHub.Server.Views;

/// <summary>A trip of the timetable in JSON.</summary>
/// <param name="TripId">GTFS <c>trip_id</c>.</param>
/// <param name="RouteId">GTFS <c>route_id</c>.</param>
/// <param name="ServiceId">GTFS <c>service_id</c>.</param>
/// <param name="Headsign">What the vehicle shows.</param>
/// <param name="DirectionId">GTFS <c>direction_id</c>.</param>
/// <param name="BlockId">GTFS <c>block_id</c>.</param>
/// <param name="ByHeadway">True: the times count from the start of each run (<c>frequencies.txt</c>).</param>
/// <param name="Stops">Its stops; empty when it has fewer than two usable ones.</param>
/// <param name="Runs">Its runs with real time, those in its place and copies of it.</param>
/// <param name="Unseen">Its runs that are due and that no vehicle is known to serve, as far as they are in doubt.</param>
internal sealed record TimetableTripView(
    string TripId,
    string? RouteId,
    string? ServiceId,
    string Headsign,
    int? DirectionId,
    string? BlockId,
    bool ByHeadway,
    IReadOnlyList<TimetableStopView> Stops,
    IReadOnlyList<TripView> Runs,
    IReadOnlyList<UnseenRunView> Unseen)
{
    /// <summary>Of runs under an id that the timetable does not have, one at least.</summary>
    public static TimetableTripView Of(Schedule schedule, IReadOnlyList<ExtraRun> extra) => new(
        extra[0].Key.TripId,
        extra[0].RouteIndex < 0 ? null : schedule.Routes.Id(extra[0].RouteIndex),
        null,
        TripText.HeadsignOf(extra[0], schedule),
        extra[0].DirectionId,
        null,
        false,
        [],
        [.. extra.Select(r => TripView.Of(r, schedule))],
        []);

    /// <summary>Of a trip.</summary>
    public static TimetableTripView Of(Schedule schedule, int trip, IReadOnlyList<TripSnapshot> runs, IReadOnlyList<UnseenRun> unseen, IReadOnlyList<ExtraRun> extra)
    {
        TripTable trips = schedule.Trips;
        int route = trips.RouteIndex(trip);
        int service = trips.ServiceIndex(trip);
        int block = trips.BlockIndex(trip);
        return new TimetableTripView(
            trips.Id(trip),
            route < 0 ? null : schedule.Routes.Id(route),
            service < 0 ? null : schedule.Services.Id(service),
            trips.Headsign(trip),
            trips.DirectionId(trip) < 0 ? null : trips.DirectionId(trip),
            block < 0 ? null : schedule.Blocks.Id(block),
            !trips.Frequencies(trip).IsEmpty,
            [.. Enumerable.Range(0, trips.Arrivals(trip).Length).Select(position => TimetableStopView.Of(schedule, trip, position))],
            [.. runs.Select(r => TripView.Of(r, schedule)), .. extra.Select(r => TripView.Of(r, schedule))],
            [.. unseen.Select(u => UnseenRunView.Of(u, schedule))]);
    }
}

/// <summary>A stop of a trip of the timetable.</summary>
/// <param name="StopId">GTFS <c>stop_id</c>.</param>
/// <param name="StopName">Its name.</param>
/// <param name="StopSequence">GTFS <c>stop_sequence</c>.</param>
/// <param name="Arrival">HH:MM:SS, may pass 24:00:00.</param>
/// <param name="Departure">HH:MM:SS, may pass 24:00:00.</param>
internal sealed record TimetableStopView(string StopId, string StopName, int StopSequence, string Arrival, string Departure)
{
    /// <summary>Of a place of a trip.</summary>
    public static TimetableStopView Of(Schedule schedule, int trip, int position)
    {
        int stop = TripText.StopAt(schedule, trip, position);
        return new TimetableStopView(
            schedule.Stops.Id(stop),
            schedule.Stops.Name(stop),
            schedule.Trips.StopSequences(trip)[position],
            ServiceTime.FromSeconds(schedule.Trips.Arrivals(trip)[position]).ToString(),
            ServiceTime.FromSeconds(schedule.Trips.Departures(trip)[position]).ToString());
    }
}
