using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Alerting;
using TransitHub.Server.Hosting;
using TransitHub.Server.Security;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/alerts</c>: what riders are told. <c>/v1/feeds/{feed}/alerts</c>: the same for operators, with what the hub proposes.</summary>
internal static class AlertsEndpoints
{
    private const int MostAuditEntries = 1000;

    /// <summary>Maps what anybody may read.</summary>
    public static void MapPublic(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/v1/alerts", Http.Read, ListPublic)
            .WithSummary("What riders are told: the alerts of the Alerts feed.")
            .Produces<PublicAlertList>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Maps what operators read.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/feeds/{feed}/alerts", Http.Read, List)
            .WithSummary("A feed's alerts for its operators: written, scheduled, ended, and those that the hub found itself, with their evidence.")
            .WithDescription("state is one of proposed, active, scheduled, ended, dismissed; without it all. Operators only (HTTP Basic, Security:Operators); while none is configured, whoever is on the hub's machine.")
            .Produces<AlertList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/feeds/{feed}/alerts/audit", Http.Read, AuditAsync)
            .WithSummary("Who did what to the feed's alerts, the newest first; limit is 1 to 1000, 100 by default.")
            .Produces<AlertAuditList>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapMethods("/v1/feeds/{feed}/alerts/{id}", Http.Read, Get)
            .WithSummary("One alert, with its entity tag, which changes need in If-Match.")
            .Produces<AlertView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>Answers an operator, whom the door let in, for a feed.</summary>
    internal static async Task<IResult> ForOperatorAsync(HttpContext context, string feed, FeedDirectory feeds, Func<HubFeed, string, Task<IResult>> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return feeds.TryFind(feed, out HubFeed? found, out _)
                ? await answer(found, OperatorDoor.NameOf(context)).ConfigureAwait(false)
                : FeedProblems.ForFeed(feeds, feed, static _ => Results.NoContent());
        }
        catch (IOException exception)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    /// <summary>An alert with its entity tag.</summary>
    internal static IResult Show(HttpContext context, AlertView view, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = TagOf(view);
        return Results.Json(view, statusCode: status);
    }

    /// <summary>The entity tag: another one after each change by an operator.</summary>
    internal static string TagOf(AlertView view) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{view.Revision}\"");

    /// <summary>There is none by that name.</summary>
    internal static IResult NoSuchAlert(HubFeed feed, string id) =>
        FeedProblems.NotFound("No such alert", $"The feed '{feed.Id}' has no alert '{id}'. An automatic one goes when what it tells of is over, another agency's when the agency takes it away; ended ones are kept for a week.");

    private static IResult ListPublic(string? feed, FeedDirectory feeds, IOptions<JsonOptions> json) => FeedProblems.ForFeed(feeds, feed, found =>
    {
        long now = found.Alerts.Now;
        List<PublicAlertView> shown = [.. found.Alerts.Published.Select(a => new PublicAlertView(a.Id, a.IsActive(now), a.Source, AlertDraft.Of(a)))];
        return TaggedJson.Public(TaggedJson.Make(new PublicAlertList(found.Id.ToString(), shown), json.Value.SerializerOptions));
    });

    private static Task<IResult> List(HttpContext context, string feed, string? state, FeedDirectory feeds) =>
        ForOperatorAsync(context, feed, feeds, (found, _) => Task.FromResult(
            state is not null && !AlertView.States.Contains(state)
                ? FeedProblems.BadRequest($"state is '{state}'; use {string.Join(", ", AlertView.States)}, or leave it out.")
                : Results.Ok(new AlertList(found.Id.ToString(), [.. AlertView.ListOf(found.Alerts).Where(a => state is null || a.State == state)]))));

    private static Task<IResult> Get(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        ForOperatorAsync(context, feed, feeds, (found, _) =>
            Task.FromResult(AlertView.Find(found.Alerts, id) is { } view ? Show(context, view) : NoSuchAlert(found, id)));

    private static Task<IResult> AuditAsync(HttpContext context, string feed, int? limit, FeedDirectory feeds) =>
        ForOperatorAsync(context, feed, feeds, async (found, _) =>
            Results.Ok(new AlertAuditList(
                found.Id.ToString(),
                await found.Alerts.ReadAuditAsync(Math.Clamp(limit ?? 100, 1, MostAuditEntries), context.RequestAborted).ConfigureAwait(false))));
}
