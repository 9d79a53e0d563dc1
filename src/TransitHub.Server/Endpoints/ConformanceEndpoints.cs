using TransitHub.Server.Hosting;
using TransitHub.Server.Realtime;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{id}/conformance</c>: what the hub's own validator says of what it publishes.</summary>
internal static class ConformanceEndpoints
{
    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/feeds/{id}/conformance", Http.Read, (string id, FeedDirectory feeds) => FeedProblems.ForFeed(feeds, id, Answer))
            .WithSummary("How well the feed's GTFS-Realtime keeps the rules.")
            .WithDescription("The hub checks the bytes that it serves against the static feed every Realtime:ValidateSeconds: the canonical E and W rules and its own TH rules, for what is newer.")
            .Produces<ConformanceView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(HubFeed feed) => feed.Realtime.Conformance is ConformanceState state
        ? Results.Ok(ConformanceView.Of(feed.Id.ToString(), state))
        : FeedProblems.Unavailable("The feed was not checked yet: ask again after Realtime:ValidateSeconds, or set it above 0.");
}
