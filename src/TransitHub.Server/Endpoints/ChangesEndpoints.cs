using System.Globalization;
using TransitHub.Core.Dispatching;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/changes</c>: how operators have the service differ from the timetable.</summary>
internal static class ChangesEndpoints
{
    private const int MostAuditEntries = 1000;

    /// <summary>Maps what operators read.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/feeds/{feed}/changes", Http.Read, ListAsync)
            .WithSummary("A feed's changes of the service: canceled, added, replaced and copied runs, stops skipped or moved, vehicles assigned, devices ignored.")
            .WithDescription("state is active, expired or ended; without it all. What is over is kept for a day. Operators only (HTTP Basic, Security:Operators); while none is configured, whoever is on the hub's machine.")
            .Produces<ChangeList>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/feeds/{feed}/changes/audit", Http.Read, AuditAsync)
            .WithSummary("Who did what to the feed's service, the newest first; limit is 1 to 1000, 100 by default.")
            .Produces<ChangeAuditList>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapMethods("/v1/feeds/{feed}/changes/{id}", Http.Read, GetAsync)
            .WithSummary("One change, with its entity tag, which writing it needs in If-Match.")
            .Produces<ChangeView>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    /// <summary>The change as it is now; null: there is none by that id.</summary>
    internal static ChangeView? Find(HubFeed feed, string id) =>
        feed.Changes.Book.Find(id) is { } change ? ChangeView.Of(change, feed.Changes.Book, feed.Schedule, feed.Changes.Now) : null;

    /// <summary>A change with its entity tag.</summary>
    internal static IResult Show(HttpContext context, ChangeView view, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.ETag = TagOf(view.Revision);
        return Results.Json(view, statusCode: status);
    }

    /// <summary>The entity tag: another one each time that it is written.</summary>
    internal static string TagOf(int revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>There is none by that name.</summary>
    internal static IResult NoSuchChange(HubFeed feed, string id) =>
        FeedProblems.NotFound("No such change", $"The feed '{feed.Id}' has no change '{id}'. What is over is kept for a day; the audit has it for longer.");

    private static Task<IResult> ListAsync(HttpContext context, string feed, string? state, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, _) => Task.FromResult(
            state is not null && !ChangeView.States.Contains(state)
                ? FeedProblems.BadRequest($"state is '{state}'; use {string.Join(", ", ChangeView.States)}, or leave it out.")
                : Results.Ok(new ChangeList(found.Id.ToString(), [.. ListOf(found).Where(c => state is null || c.State == state)]))));

    private static IEnumerable<ChangeView> ListOf(HubFeed feed)
    {
        ChangeBook book = feed.Changes.Book;
        long now = feed.Changes.Now;
        return book.Changes.Select(c => ChangeView.Of(c, book, feed.Schedule, now));
    }

    private static Task<IResult> GetAsync(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, _) =>
            Task.FromResult(Find(found, id) is { } view ? Show(context, view) : NoSuchChange(found, id)));

    private static Task<IResult> AuditAsync(HttpContext context, string feed, int? limit, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, _) =>
            Results.Ok(new ChangeAuditList(
                found.Id.ToString(),
                await found.Changes.ReadAuditAsync(Math.Clamp(limit ?? 100, 1, MostAuditEntries), context.RequestAborted).ConfigureAwait(false))));
}
