using System.Globalization;
using TransitHub.Core.Dispatching;
using TransitHub.Server.Dispatching;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary>What operators do to the service: write a change, write it anew, end it.</summary>
internal static class ChangeWrites
{
    /// <summary>The largest change, bytes: two hundred stops with their times.</summary>
    private const long MostBytes = 32 << 10;

    private static readonly OperatorBody<ChangeDraft> Body = new("change", MostBytes);

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        BookWrites.Describe(
            routes.MapPost("/v1/feeds/{feed}/changes", CreateAsync),
            $"Writes a change; kind is one of {string.Join(", ", ChangeKind.All)}, and expires_at says when it ends by itself. The feeds have it within a second.")
            .Accepts<ChangeDraft>("application/json")
            .Produces<ChangeView>(StatusCodes.Status201Created);
        BookWrites.Describe(routes.MapPut("/v1/feeds/{feed}/changes/{id}", EditAsync), "Replaces what a change says. Needs If-Match with its entity tag.")
            .Accepts<ChangeDraft>("application/json")
            .Produces<ChangeView>();
        BookWrites.Describe(routes.MapDelete("/v1/feeds/{feed}/changes/{id}", EndAsync), "Ends a change, now. Needs If-Match.").Produces<ChangeView>();
    }

    private static Task<IResult> CreateAsync(HttpContext context, string feed, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            (ChangeDraft? draft, IResult? refusal) = await ReadAsync(context, found, string.Empty).ConfigureAwait(false);
            if (draft is null)
            {
                return refusal!;
            }

            MadeChange made = await found.Changes.ChangeAsync(
                who,
                book => Put(book, new ServiceChange(string.Create(CultureInfo.InvariantCulture, $"change-{book.Version + 1}"), 1, draft, found.Changes.Now, found.Changes.Now, who, null), "create", null, found),
                context.RequestAborted).ConfigureAwait(false);
            if (made.Refusal is null)
            {
                context.Response.Headers.Location = $"/v1/feeds/{found.Id}/changes/{made.Change}";
            }

            return Answer(context, found, made, StatusCodes.Status201Created);
        });

    private static Task<IResult> EditAsync(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            (ChangeDraft? draft, IResult? refusal) = await ReadAsync(context, found, id).ConfigureAwait(false);
            return draft is null ? refusal! : await ChangeAsync(context, found, id, who, (book, change, now) =>
                Put(book, change with { Revision = change.Revision + 1, Content = draft, UpdatedAt = now, UpdatedBy = who }, "edit", change.Content, found)).ConfigureAwait(false);
        });

    private static Task<IResult> EndAsync(HttpContext context, string feed, string id, FeedDirectory feeds) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, (found, who) => ChangeAsync(context, found, id, who, (book, change, now) =>
            new MadeChange(
                book.With(change with { Revision = change.Revision + 1, UpdatedAt = now, UpdatedBy = who, EndedAt = now }, now), "end", id, change.Content, null)));

    /// <summary>Puts a change into the newest book; what others wrote meanwhile may not agree with it.</summary>
    private static MadeChange Put(ChangeBook book, ServiceChange change, string what, ChangeDraft? before, HubFeed feed)
    {
        long now = feed.Changes.Now;
        IReadOnlyDictionary<string, string[]> wrong = ChangeReader.Check(change.Content, change.Id, feed.Schedule, book.Standing(now), now);
        if (wrong.Count > 0)
        {
            return MadeChange.Refused(Results.ValidationProblem(wrong.ToDictionary(), title: "The change is not right", statusCode: StatusCodes.Status400BadRequest));
        }

        try
        {
            return new MadeChange(book.With(change, now), what, change.Id, before, change.Content);
        }
        catch (ChangeBookFullException exception)
        {
            return MadeChange.Refused(FeedProblems.Conflict("Too many changes", exception.Message));
        }
    }

    /// <summary>Changes one that there is and that is not over, if who asks has seen its newest form.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, HubFeed feed, string id, string who, Func<ChangeBook, ServiceChange, long, MadeChange> change)
    {
        string? match = context.Request.Headers.IfMatch;
        if (string.IsNullOrEmpty(match))
        {
            return BookWrites.TagNeeded("the change");
        }

        MadeChange made = await feed.Changes.ChangeAsync(who, book => book.Find(id) is not { } known
            ? MadeChange.Refused(ChangesEndpoints.NoSuchChange(feed, id))
            : match != ChangesEndpoints.TagOf(known.Revision)
                ? MadeChange.Refused(BookWrites.ChangedMeanwhile(
                    $"Somebody changed it meanwhile ({known.UpdatedBy}); its entity tag is {ChangesEndpoints.TagOf(known.Revision)} now. Look at it again."))
                : known.IsOver(feed.Changes.Now)
                    ? MadeChange.Refused(FeedProblems.Conflict("Over", "It is over. Write a new one."))
                    : change(book, known, feed.Changes.Now), context.RequestAborted).ConfigureAwait(false);
        return Answer(context, feed, made, StatusCodes.Status200OK);
    }

    private static IResult Answer(HttpContext context, HubFeed feed, MadeChange made, int status) =>
        made.Refusal ?? (ChangesEndpoints.Find(feed, made.Change) is { } view ? ChangesEndpoints.Show(context, view, status) : ChangesEndpoints.NoSuchChange(feed, made.Change));

    private static Task<(ChangeDraft? Draft, IResult? Refusal)> ReadAsync(HttpContext context, HubFeed feed, string id) =>
        Body.ReadAsync(context, draft => ChangeReader.Check(draft, id, feed.Schedule, feed.Changes.Book.Standing(feed.Changes.Now), feed.Changes.Now));
}
