using Microsoft.Net.Http.Headers;
using TransitHub.Server.Hosting;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/gtfs/…</c>: the static feeds and their versions.</summary>
internal static class StaticEndpoints
{
    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/gtfs/{feed}.zip", Http.Read, (string feed, FeedDirectory feeds) =>
                FeedProblems.ForFeed(feeds, feed, found => found.Static.Current is { } current
                    ? Send(found, current)
                    : FeedProblems.NotFound("No static feed", $"The feed '{found.Id}' has no static GTFS. Start the hub with --feed {found.Id} --gtfs FILE.")))
            .WithSummary("The current static GTFS.")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes.MapMethods("/gtfs/{feed}/versions", Http.Read, (string feed, FeedDirectory feeds) =>
                FeedProblems.ForFeed(feeds, feed, found => Results.Ok(found.Static.Served)))
            .WithSummary("The kept versions of the static GTFS, the current one first.")
            .Produces<IReadOnlyList<StaticVersion>>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        routes.MapMethods("/gtfs/{feed}/{version}.zip", Http.Read, (string feed, string version, FeedDirectory feeds) =>
                FeedProblems.ForFeed(feeds, feed, found => found.Static.FindServed(version) is { } one
                    ? Send(found, one)
                    : FeedProblems.NotFound("No such version", $"The feed '{found.Id}' has no version '{version}'. See /gtfs/{found.Id}/versions.")))
            .WithSummary("One version of the static GTFS, by its version or content hash.")
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Maps what is the operator's own: names and reasons in it are not for pages of other sites.</summary>
    public static void MapHistory(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/gtfs/{feed}/history", Http.Read, (string feed, FeedDirectory feeds) =>
                FeedProblems.ForFeed(feeds, feed, found => Results.Ok(found.Static.History.List())))
            .WithSummary("What became of the versions of the static GTFS: when, by whom and why, the newest first.")
            .Produces<IReadOnlyList<StaticEvent>>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Send(HubFeed feed, StaticVersion version) => Results.File(
        Path.GetFullPath(feed.Static.FileOf(version)),
        "application/zip",
        $"{feed.Id}.zip",
        DateTimeOffset.FromUnixTimeSeconds(version.FirstServedAt),
        new EntityTagHeaderValue($"\"{version.ContentHash}\""),
        enableRangeProcessing: true);
}
