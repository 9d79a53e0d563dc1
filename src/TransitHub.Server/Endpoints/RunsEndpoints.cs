using TransitHub.Gtfs;
using TransitHub.Server.Dispatching;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/runs</c>: runs of the timetable by line and hour, for an operator who looks for the one to change.</summary>
internal static class RunsEndpoints
{
    /// <summary>The longest stretch, seconds: a service day.</summary>
    private const long LongestSeconds = 36 * 3600;

    private const long UsualSeconds = 3 * 3600;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/feeds/{feed}/runs", Http.Read, List)
            .WithQuery("route")
            .WithSummary("The runs of the timetable that are on their way some time from from_time to until_time, now and three hours on unless they are given; route limits them.")
            .Produces<RunList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult List(HttpRequest request, string feed, long? from_time, long? until_time, int? limit, FeedDirectory feeds, HubOptions options) =>
        FeedProblems.ForFeed(feeds, feed, found =>
        {
            request.HttpContext.Response.Headers.CacheControl = "no-store";
            long from = from_time ?? found.Changes.Now;
            long until = until_time ?? from + UsualSeconds;
            if (until < from || until - from > LongestSeconds || Math.Abs(from - found.Changes.Now) > 400L * 86_400)
            {
                return FeedProblems.BadRequest($"until_time must come after from_time, within {LongestSeconds / 3600} hours, and both within a year of now; Unix seconds.");
            }

            RouteTable table = found.Schedule.Routes;
            IReadOnlyList<string> asked = Http.List(request, "route");
            HashSet<int>? routes = asked.Count == 0 ? null : [.. asked.Select(r => table.TryFind(r, out int index) ? index : -1)];
            return Results.Ok(new RunBoard(found).List(routes, from, until, PageSize.Of(limit, options.Query)));
        });
}
