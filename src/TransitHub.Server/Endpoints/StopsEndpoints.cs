using TransitHub.Core.Detours;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Server.Arrivals;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/stops</c>: stops and their next arrivals.</summary>
internal static class StopsEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/stops", Http.Read, List)
            .WithQuery("stop", "route", "bbox")
            .WithSummary("Stops; bbox limits by place, q by name or code; pages by limit and after.")
            .Produces<StopList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/stops/{id}", Http.Read, (string id, string? feed, FeedDirectory feeds) =>
                ForStop(feeds, feed, id, (found, state, stop) =>
                    Results.Ok(StopView.Of(state.Schedule, stop).With(new RideChances(state, stop), state.Schedule, found.Bounds))))
            .WithSummary("One stop, and how full it is there (as in /v1/crowding).")
            .Produces<StopView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/stops/{id}/arrivals", Http.Read, Arrivals)
            .WithQuery("route")
            .WithSummary("The next arrivals at a stop, real time merged with the timetable, how full it is there and whether one fits; route limits the arrivals.")
            .Produces<ArrivalList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult List(HttpRequest request, string? feed, string? q, int? limit, string? after, FeedDirectory feeds, HubOptions options)
    {
        if (FilterQuery.TryRead(request, options.Watch.MaxFilterIds, out FilterText text) is { } problem)
        {
            return FeedProblems.BadRequest(problem);
        }

        return FeedProblems.ForFeed(feeds, feed, found =>
        {
            Schedule schedule = found.Schedule;
            IEnumerable<int> matching = Enumerable.Range(0, schedule.Stops.Count).Where(s =>
                (text.Box is not { } box || box.Contains(schedule.Stops.Latitude(s), schedule.Stops.Longitude(s)))
                && (string.IsNullOrEmpty(q) || schedule.Stops.Name(s).Contains(q, StringComparison.OrdinalIgnoreCase) || schedule.Stops.Code(s) == q));
            (IReadOnlyList<int> page, string? next) = TablePage.Take(matching, schedule.Stops.TryFind, schedule.Stops.Id, after, PageSize.Of(limit, options.Query));
            return Results.Ok(new StopList(found.Id.ToString(), [.. page.Select(s => StopView.Of(schedule, s))], next));
        });
    }

    private static IResult Arrivals(
        HttpRequest request, string id, string? feed, int? limit, FeedDirectory feeds, HubOptions options, TimeProvider clock) =>
        ForStop(feeds, feed, id, (found, state, stop) =>
        {
            IReadOnlyList<string> routeIds = Http.List(request, "route");
            HashSet<int>? routes = routeIds.Count == 0 ? null : [.. routeIds.Select(r => state.Schedule.Routes.TryFind(r, out int index) ? index : -1)];
            int rows = limit is > 0 ? Math.Min(limit.Value, options.Query.MaxArrivals) : options.Query.MaxArrivals;
            long now = Timestamp.Now(clock).UnixSeconds;
            IReadOnlyList<ArrivalRow> arrivals = ArrivalBoard.List(
                state, stop, routes, now, options.Query.ArrivalsHorizonMinutes, rows, LeftOutStops.Of(state.Schedule, found.Alerts.Word.Detours));
            var chances = new RideChances(state, stop);
            return Results.Ok(new ArrivalList(
                state.Feed.ToString(),
                StopView.Of(state.Schedule, stop).With(chances, state.Schedule, found.Bounds),
                state.CreatedAt.UnixMilliseconds / 1000.0,
                [.. arrivals.Select(r => ArrivalView.Of(r, state.Schedule, chances))],
                [.. HeadwayBoard.List(state, stop, routes, now).Select(r => HeadwayView.Of(r, state.Schedule, chances))]));
        });

    private static IResult ForStop(FeedDirectory feeds, string? feed, string id, Func<HubFeed, HubSnapshot, int, IResult> answer) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            HubSnapshot state = found.Snapshots.Current;
            return state.Schedule.Stops.TryFind(id, out int stop)
                ? answer(found, state, stop)
                : FeedProblems.NotFound("No such stop", $"The feed '{found.Id}' has no stop '{id}'.");
        });
}
