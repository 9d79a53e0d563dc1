using TransitHub.Core.Snapshots;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/routes</c>: routes with how many vehicles serve them now.</summary>
internal static class RoutesEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/routes", Http.Read, List)
            .WithSummary("Routes; pages by limit and after.")
            .Produces<RouteList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/routes/{id}", Http.Read, Get)
            .WithSummary("One route.")
            .Produces<RouteView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(string? feed, int? limit, string? after, FeedDirectory feeds, HubOptions options) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            HubSnapshot state = found.Snapshots.Current;
            Dictionary<int, int> vehicles = state.Vehicles.CountBy(v => v.RouteIndex).ToDictionary();
            ILookup<int, RunState> unseen = state.Unseen.ToLookup(u => state.Schedule.Trips.RouteIndex(u.Trip.TripIndex), u => u.State);
            (IReadOnlyList<int> page, string? next) = TablePage.Take(
                Enumerable.Range(0, state.Schedule.Routes.Count), state.Schedule.Routes.TryFind, state.Schedule.Routes.Id, after, PageSize.Of(limit, options.Query));
            return Results.Ok(new RouteList(
                found.Id.ToString(), [.. page.Select(r => RouteView.Of(state.Schedule, r, vehicles.GetValueOrDefault(r), unseen[r]))], next));
        });

    private static IResult Get(string id, string? feed, FeedDirectory feeds) => FeedProblems.ForFeed(feeds, feed, found =>
    {
        HubSnapshot state = found.Snapshots.Current;
        return state.Schedule.Routes.TryFind(id, out int route)
            ? Results.Ok(RouteView.Of(
                state.Schedule,
                route,
                state.Vehicles.Count(v => v.RouteIndex == route),
                state.Unseen.Where(u => state.Schedule.Trips.RouteIndex(u.Trip.TripIndex) == route).Select(u => u.State)))
            : FeedProblems.NotFound("No such route", $"The feed '{found.Id}' has no route '{id}'.");
    });
}
