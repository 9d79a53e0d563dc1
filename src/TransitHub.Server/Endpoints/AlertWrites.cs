using TransitHub.Core.Alerting;
using TransitHub.Gtfs;
using TransitHub.Server.Alerting;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary>What operators do to alerts: create, edit, end; confirm and dismiss those that the hub found.</summary>
internal static class AlertWrites
{
    /// <summary>The largest alert, bytes: two hundred of the largest fit into one document.</summary>
    private const long MostBytes = 64 << 10;

    private static readonly OperatorBody<AlertDraft> Body = new("alert", MostBytes);

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        BookWrites.Describe(routes.MapPost("/v1/feeds/{feed}/alerts", CreateAsync), "Writes an alert; active_periods in the future schedule it. The feeds have it within a second.")
            .Accepts<AlertDraft>("application/json")
            .Produces<AlertView>(StatusCodes.Status201Created);
        BookWrites.Describe(
            routes.MapPut("/v1/feeds/{feed}/alerts/{id}", EditAsync),
            "Replaces what an alert says. Needs If-Match with its entity tag. Of an automatic one it also confirms it, for as long as what it tells of lasts.")
            .Accepts<AlertDraft>("application/json")
            .Produces<AlertView>();
        BookWrites.Describe(routes.MapPost("/v1/feeds/{feed}/alerts/{id}/end", EndAsync), "Ends an alert that an operator wrote, now. Needs If-Match.").Produces<AlertView>();
        BookWrites.Describe(
            routes.MapPost("/v1/feeds/{feed}/alerts/{id}/confirm", (HttpContext context, string feed, string id, FeedDirectory feeds) =>
                DecideAsync(context, feed, id, feeds, isPublished: true)),
            "Lets riders see an automatic alert. Needs If-Match.").Produces<AlertView>();
        BookWrites.Describe(
            routes.MapPost("/v1/feeds/{feed}/alerts/{id}/dismiss", (HttpContext context, string feed, string id, FeedDirectory feeds) =>
                DecideAsync(context, feed, id, feeds, isPublished: false)),
            "Keeps an automatic alert from riders, for as long as what it tells of lasts. Needs If-Match.").Produces<AlertView>();
    }

    private static Task<IResult> CreateAsync(HttpContext context, string feed, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            (AlertDraft? draft, IResult? refusal) = await ReadAsync(context, found.Schedule).ConfigureAwait(false);
            if (draft is null)
            {
                return refusal!;
            }

            long now = found.Alerts.Now;
            AlertChange made = await found.Alerts.ChangeAsync(who, book => Add(book, draft, who, now), context.RequestAborted).ConfigureAwait(false);
            if (made.Refusal is not null)
            {
                return made.Refusal;
            }

            context.Response.Headers.Location = $"/v1/feeds/{found.Id}/alerts/{made.Alert}";
            return Answer(context, found, made, StatusCodes.Status201Created);
        });

    private static AlertChange Add(AlertBook book, AlertDraft draft, string who, long now)
    {
        string id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"op-{book.Version + 1}");
        try
        {
            return new AlertChange(book.With(new OperatorAlert(id, 1, draft, now, now, who, null), now), "create", id, null, draft);
        }
        catch (AlertBookFullException exception)
        {
            return AlertChange.Refused(FeedProblems.Conflict("Too many alerts", exception.Message));
        }
    }

    private static Task<IResult> EditAsync(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            (AlertDraft? draft, IResult? refusal) = await ReadAsync(context, found.Schedule).ConfigureAwait(false);
            return draft is null ? refusal! : await ChangeAsync(context, found, id, who, (book, view, now) =>
                book.Find(id) is not { } alert
                    ? new AlertChange(book.With(new EpisodeDecision(id, view.Revision + 1, true, draft, now, who)), "edit", id, view.Alert, draft)
                    : alert.EndedAt is not null
                        ? AlertChange.Refused(FeedProblems.Conflict("Ended", "It was ended. Write a new one."))
                        : new AlertChange(
                            book.With(alert with { Revision = alert.Revision + 1, Content = draft, UpdatedAt = now, UpdatedBy = who }, now), "edit", id, alert.Content, draft)).ConfigureAwait(false);
        });

    private static Task<IResult> EndAsync(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, who) => ChangeAsync(context, found, id, who, (book, view, now) =>
            book.Find(id) is not { } alert
                ? AlertChange.Refused(FeedProblems.Conflict("Automatic", "No operator wrote it: it ends with what it tells of, or when its agency takes it away. Dismiss it to keep it from riders."))
                : alert.EndedAt is not null
                    ? AlertChange.Refused(FeedProblems.Conflict("Ended", "It was ended before."))
                    : new AlertChange(
                        book.With(alert with { Revision = alert.Revision + 1, UpdatedAt = now, UpdatedBy = who, EndedAt = now }, now), "end", id, alert.Content, null)));

    private static Task<IResult> DecideAsync(HttpContext context, string feed, string id, FeedDirectory feeds, bool isPublished) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, who) => ChangeAsync(context, found, id, who, (book, view, now) =>
            book.Find(id) is not null
                ? AlertChange.Refused(FeedProblems.Conflict("Not automatic", "An operator wrote it; there is nothing to decide. End it to keep it from riders."))
                : new AlertChange(
                    book.With(new EpisodeDecision(id, view.Revision + 1, isPublished, book.FindDecision(id)?.Content, now, who)),
                    isPublished ? "confirm" : "dismiss", id, view.Alert, isPublished ? view.Alert : null)));

    /// <summary>Changes one that there is, if who asks has seen its newest form.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, HubFeed feed, string id, string who, Func<AlertBook, AlertView, long, AlertChange> change)
    {
        string? match = context.Request.Headers.IfMatch;
        if (string.IsNullOrEmpty(match))
        {
            return BookWrites.TagNeeded("the alert");
        }

        long now = feed.Alerts.Now;
        AlertChange made = await feed.Alerts.ChangeAsync(who, book => AlertView.Find(feed.Alerts, id) is not { } view
            ? AlertChange.Refused(AlertsEndpoints.NoSuchAlert(feed, id))
            : match != AlertsEndpoints.TagOf(view)
                ? AlertChange.Refused(BookWrites.ChangedMeanwhile(
                    $"Somebody changed it meanwhile ({view.UpdatedBy}); its entity tag is {AlertsEndpoints.TagOf(view)} now. Look at it again."))
                : change(book, view, now), context.RequestAborted).ConfigureAwait(false);
        return made.Refusal ?? Answer(context, feed, made, StatusCodes.Status200OK);
    }

    private static IResult Answer(HttpContext context, HubFeed feed, AlertChange made, int status) =>
        AlertView.Find(feed.Alerts, made.Alert) is { } view ? AlertsEndpoints.Show(context, view, status) : AlertsEndpoints.NoSuchAlert(feed, made.Alert);

    private static Task<(AlertDraft? Draft, IResult? Refusal)> ReadAsync(HttpContext context, Schedule schedule) =>
        Body.ReadAsync(context, draft => AlertReader.Check(draft, schedule));
}
