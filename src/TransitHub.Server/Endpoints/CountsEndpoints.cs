using System.Text;
using TransitHub.Core.Time;
using TransitHub.Server.Counts;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/counts</c>: open files of counts, a day each, for anybody.</summary>
internal static class CountsEndpoints
{
    private const string Csv = "text/csv; charset=utf-8";
    private const string Parquet = "application/vnd.apache.parquet";

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/counts/sites.csv", Http.Read, (string? feed, FeedDirectory feeds) => Described(feeds, feed, CountFiles.Sites))
            .WithSummary("Where something is counted: one row for each device of the devices file.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/counts/channels.csv", Http.Read, (string? feed, FeedDirectory feeds) => Described(feeds, feed, CountFiles.Channels))
            .WithSummary("What is counted: one row for each line, class and direction.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/counts/{date}/estimates.csv", Http.Read, async (string date, string? feed, FeedDirectory feeds, TimeProvider clock) =>
                DayOf(date, feed, feeds, Csv, feeds.TryFind(feed, out HubFeed? named, out _) && named.CountFiles is { } files
                    ? await files.EstimatesAsync(date, Timestamp.Now(clock)).ConfigureAwait(false) : null))
            .WithSummary("What hours of a local day (YYYY-MM-DD) came to that nobody counted, or that were counted in part: estimates with the bounds that one in ten hours lies below and above, in steps of the fewest told.")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound);
        MapDay(routes, "csv", Csv);
        MapDay(routes, "parquet", Parquet);
    }

    private static void MapDay(IEndpointRouteBuilder routes, string ending, string contentType) =>
        routes.MapMethods("/v1/counts/{date}/measures." + ending, Http.Read, (string date, string? feed, FeedDirectory feeds, TimeProvider clock) =>
                MeasuresAsync(date, feed, ending == "parquet", contentType, feeds, clock))
            .WithSummary("Counts by hour of a local day (YYYY-MM-DD), small ones suppressed. Hours are told two hours after their end; what nobody counted has no row.")
            .Produces(StatusCodes.Status200OK, contentType: contentType.Split(';')[0])
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Described(FeedDirectory feeds, string? feed, Func<Core.Devices.DeviceRegistry, string> make) =>
        FeedProblems.ForFeed(feeds, feed, found => Results.Text(make(found.Devices.Registry), Csv, Encoding.UTF8));

    private static async Task<IResult> MeasuresAsync(string date, string? feed, bool isParquet, string contentType, FeedDirectory feeds, TimeProvider clock)
    {
        byte[]? bytes = feeds.TryFind(feed, out HubFeed? named, out _) && named.CountFiles is { } files
            ? await files.MeasuresAsync(date, isParquet, Timestamp.Now(clock)).ConfigureAwait(false)
            : null;
        return DayOf(date, feed, feeds, contentType, bytes);
    }

    private static IResult DayOf(string date, string? feed, FeedDirectory feeds, string contentType, byte[]? bytes) =>
        FeedProblems.ForFeed(feeds, feed, found => bytes is not null
            ? Results.Bytes(bytes, contentType)
            : FeedProblems.NotFound("No such day", $"The feed '{found.Id}' keeps no counts of '{date}'. Write the day as YYYY-MM-DD, no later than today."));
}
