using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/crowding</c>: how full it is where riders wait, now and in the next half hour.</summary>
internal static class CrowdingEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/crowding", Http.Read, List)
            .WithQuery("route", "stop", "bbox")
            .WithSummary("How full it is at stops, now and in the next half hour, and whether one fits on the next vehicles; filters stop, bbox, and route for the stops where it calls; pages by limit and after.")
            .WithDescription("waiting, waiting_low and waiting_high are estimates, told in steps of fewest_told (5 unless the operator asks for more) about the estimate; below it there is only fewer_than, and the level is empty, so that nobody can be told apart. level is empty (hardly anyone), light (room for all), busy (one stands close to others), crowded (hard to move), full (as many as there is room for, or more) or unknown. trend is rising, steady, falling or unknown. fit says whether who comes now will find room: likely from a fit_probability of 0.8 on, unlikely up to 0.3, maybe in between.")
            .Produces<CrowdingList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult List(HttpRequest request, string? feed, int? limit, string? after, FeedDirectory feeds, HubOptions options, IOptions<JsonOptions> json)
    {
        if (FilterQuery.TryRead(request, options.Watch.MaxFilterIds, out FilterText text) is { } problem)
        {
            return FeedProblems.BadRequest(problem);
        }

        return FeedProblems.ForFeed(feeds, feed, found =>
        {
            HubSnapshot state = found.Snapshots.Current;
            var filter = new WatchFilter(text with { Crowding = true }, state.Schedule);
            (IReadOnlyList<StopCrowding> page, string? next) = CrowdingPage.Take(state, filter, after, PageSize.Of(limit, options.Query));
            return TaggedJson.Public(TaggedJson.Make(
                new CrowdingList(found.Id.ToString(), options.Query.FewestTold, [.. page.Select(c => StopCrowdingView.Of(c, state.Schedule, found.Bounds))], next),
                json.Value.SerializerOptions));
        });
    }
}
