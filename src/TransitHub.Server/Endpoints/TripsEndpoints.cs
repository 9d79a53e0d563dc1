using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/trips/{id}</c>: a trip's runs as real time knows them, and its timetable.</summary>
internal static class TripsEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/trips/{id}", Http.Read, Get)
            .WithSummary("One trip of the timetable with its runs in real time.")
            .Produces<TimetableTripView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Get(string id, string? feed, FeedDirectory feeds) => FeedProblems.ForFeed(feeds, feed, found =>
    {
        HubSnapshot state = found.Snapshots.Current;
        Schedule schedule = state.Schedule;
        ExtraRun[] extra = [.. state.ExtraRuns.Where(r => r.Key.TripId == id)];
        return schedule.Trips.TryFind(id, out int trip)
            ? Results.Ok(TimetableTripView.Of(
                schedule, trip, [.. state.Trips.Where(t => t.Trip.TripIndex == trip)], [.. state.Unseen.Where(u => u.Trip.TripIndex == trip && !u.IsDeleted)],
                [.. state.ExtraRuns.Where(r => r.OriginalTrip == trip)]))
            : extra.Length > 0 ? Results.Ok(TimetableTripView.Of(schedule, extra))
            : FeedProblems.NotFound("No such trip", $"The feed '{found.Id}' has no trip '{id}' in version {schedule.Version}, nor does real time add one.");
    });
}
