using TransitHub.Core.Time;
using TransitHub.Server.History;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/history</c>: how a feed's figures went.</summary>
internal static class HistoryEndpoints
{
    private const int DefaultHours = 24;

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/feeds/{feed}/history", Http.Read, Answer)
            .WithSummary("A feed's figures minute by minute; hours is 1 to 48, 24 by default.")
            .WithDescription("series has vehicles and matched_vehicles at the end of each step, accepted and refused (before the log) in it, state_age_seconds at its worst, and devices_silent of the devices file. refused_by_reason has every reason, those of accepted reports without a trip included. null: the step has no value. Each process that serves keeps its own, in its data folder over a restart; a restart leaves a gap.")
            .Produces<HistoryView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult Answer(HttpContext context, string feed, int? hours, FeedDirectory feeds, TimeProvider clock)
    {
        context.Response.Headers.CacheControl = "no-store";
        int asked = hours ?? DefaultHours;
        return asked is < 1 or > FigureHistory.MaxHours
            ? FeedProblems.BadRequest($"hours is {asked}; ask for 1 to {FigureHistory.MaxHours}.")
            : FeedProblems.ForFeed(feeds, feed, found => Results.Ok(HistoryView.Of(found.Id.ToString(), asked, found.History.Read(asked, Timestamp.Now(clock)))));
    }
}
