using TransitHub.Core.Time;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds</c>: the feeds with their counts and ages.</summary>
internal static class FeedsEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/feeds", Http.Read, (FeedDirectory feeds, FeedStatusReport report, TimeProvider clock) =>
                Results.Ok(feeds.All.Select(f => ViewOf(f, report, clock)).ToList()))
            .WithSummary("All feeds.")
            .Produces<IReadOnlyList<FeedView>>();

        routes.MapMethods("/v1/feeds/{id}", Http.Read, (string id, FeedDirectory feeds, FeedStatusReport report, TimeProvider clock) =>
                FeedProblems.ForFeed(feeds, id, feed => Results.Ok(ViewOf(feed, report, clock))))
            .WithSummary("One feed.")
            .Produces<FeedView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static FeedView ViewOf(HubFeed feed, FeedStatusReport report, TimeProvider clock) =>
        FeedView.Of(report.Of(feed), Timestamp.Now(clock).UnixMilliseconds / 1000.0);
}
