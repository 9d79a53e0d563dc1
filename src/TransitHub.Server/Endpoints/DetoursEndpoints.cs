using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// <c>/v1/detours</c>: the detours that riders are told of, drawn. <c>/v1/feeds/{feed}/detours</c>: all that the hub found, with what shows them, for operators, who
/// confirm and dismiss them by their alerts.
/// </summary>
internal static class DetoursEndpoints
{
    /// <summary>Maps what anybody may read.</summary>
    public static void MapPublic(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/detours", Http.Read, ListPublic)
            .WithSummary("The detours that riders are told of: the way instead, as longitude and latitude in turn, and the stops left out.")
            .Produces<PublicDetourList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Maps what operators read.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/feeds/{feed}/detours", Http.Read, List)
            .WithSummary("The detours that the hub found: stretch, way, stops left out, extra time and the vehicles that show it.")
            .WithDescription("state is that of the alert: proposed, active, dismissed. Confirm or dismiss a detour by its alert, POST /v1/feeds/{feed}/alerts/{alert_id}/confirm or /dismiss. Operators only.")
            .Produces<DetourList>()
            .ProducesProblem(StatusCodes.Status404NotFound);

    private static IResult ListPublic(string? feed, FeedDirectory feeds, IOptions<JsonOptions> json) => FeedProblems.ForFeed(feeds, feed, found =>
        TaggedJson.Public(TaggedJson.Make(
            new PublicDetourList(found.Id.ToString(), [.. found.Alerts.Word.Detours.Select(d => PublicDetourView.Of(d.AlertId, d.Detour))]), json.Value.SerializerOptions)));

    private static Task<IResult> List(HttpContext context, string feed, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, _) => Task.FromResult(Results.Ok(new DetourList(
            found.Id.ToString(),
            [.. found.Alerts.Episodes.Where(e => e.Evidence.Detour is not null).Select(e => DetourView.Of(e, AlertView.Find(found.Alerts, e.Id)!))]))));
}
