using Microsoft.Net.Http.Headers;
using TransitHub.Server.Hosting;
using TransitHub.Server.Statics;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/static</c>: an operator looks at the static versions, compares two, and goes back or forward to a kept one.</summary>
internal static class StaticDeskEndpoints
{
    private const int LongestReason = 500;

    /// <summary>So long an answer waits for work that may take longer; who waits on is told to come again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly OperatorBody<StaticChoice> Body = new("choice", 4 << 10);

    /// <summary>Maps what operators read.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/v1/feeds/{feed}/static", Http.Read, (HttpContext context, string feed, FeedDirectory feeds) =>
                FeedProblems.ForFeed(feeds, feed, found =>
                {
                    Tag(context, found);
                    return Results.Ok(StaticVersionList.Of(found.Id.ToString(), found.Static, found.StaticRequests) with { MaxUploadBytes = found.StaticUploads?.MostBytes });
                }))
            .WithSummary("The kept versions of the static GTFS, those that were uploaded and wait among them, and what is being done with them; the entity tag names the one in service.")
            .Produces<StaticVersionList>()
            .ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapMethods("/v1/feeds/{feed}/static/{version}/diff", Http.Read, DiffAsync)
            .WithSummary("What changed from one kept version to another, as 'transithub gtfs diff --json' tells it.")
            .WithDescription("from is the version in service unless it is given, and of the one in service the one before. A large feed takes a while: 202 says to come again, and Retry-After when.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .Produces(StatusCodes.Status202Accepted)
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Maps what they do.</summary>
    public static void MapWrites(IEndpointRouteBuilder routes) =>
        BookWrites.Describe(
                routes.MapPost("/v1/feeds/{feed}/static/{version}/publish", PublishAsync),
                "Brings a kept version into service, back or forward, where it stays until the source changes. Needs If-Match with the entity tag of /v1/feeds/{feed}/static, and a reason for the history.")
            .WithDescription("200 tells what became of it; 202, that the feed is still going over to it: /v1/feeds/{feed}/static has it as pending, and /gtfs/{feed}/history when it is done. In a hub that is scaled out all processes go over together, and each tells of it.")
            .Accepts<StaticChoice>("application/json")
            .Produces<StaticEvent>()
            .Produces<PendingStaticView>(StatusCodes.Status202Accepted);

    private static Task<IResult> DiffAsync(
        HttpContext context, string feed, string version, string? from, FeedDirectory feeds, StaticComparisons comparisons, TimeProvider clock) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, _) =>
        {
            if (found.Static.Find(version) is not { } after)
            {
                return NoSuchVersion(found, version);
            }

            StaticVersion? named = from is null ? DefaultOf(found.Static, after) ?? after : found.Static.Find(from);
            if (named is not { } before)
            {
                return NoSuchVersion(found, from!);
            }

            string name = StaticComparisons.NameOf(before, after);
            if (comparisons.TryCompare(name, found.Static.FileOf(before), found.Static.FileOf(after)) is not { } work)
            {
                return Later(context, StatusCodes.Status503ServiceUnavailable, "Others are being compared; come again.");
            }

            await ((Task)work).WaitAsync(Patience, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Response.Headers.CacheControl = "private, no-cache";
            return work.IsFaulted ? FeedProblems.Unavailable($"They cannot be compared: {work.Exception.InnerException?.Message}")
                : work.IsCompletedSuccessfully ? Results.Bytes(await work.ConfigureAwait(false), "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{name}\""))
                : Later(context, StatusCodes.Status202Accepted, "They are being compared; come again.");
        });

    /// <summary>What a version is compared with unless it is said: the one in service, and that one with the one before it.</summary>
    private static StaticVersion? DefaultOf(StaticVersions versions, StaticVersion after) =>
        versions.Current is { } current && current.ContentHash != after.ContentHash ? current : versions.Served.FirstOrDefault(v => v.ContentHash != after.ContentHash);

    private static Task<IResult> PublishAsync(HttpContext context, string feed, string version, FeedDirectory feeds, TimeProvider clock) =>
        AlertsEndpoints.ForOperatorAsync(context, feed, feeds, async (found, who) =>
        {
            (StaticChoice? choice, IResult? refusal) = await Body.ReadAsync(context, Check).ConfigureAwait(false);
            if (choice is null)
            {
                return refusal!;
            }

            if (found.StaticRequests is not { } requests)
            {
                return FeedProblems.Conflict(
                    "Not by this process",
                    "The feed is in no settings of this process, which therefore brings no version of it into service. Name it in Feeds, with Feeds:Gtfs.");
            }

            if (found.Static.Find(version) is not { } chosen)
            {
                return NoSuchVersion(found, version);
            }

            if (Refuse(context, found, chosen) is { } refused)
            {
                return refused;
            }

            var request = new StaticRequest(Guid.NewGuid().ToString("N"), null, chosen.ContentHash, Force: true, who, choice.Reason!.Trim(), found.Static.Current?.ContentHash);
            return requests.TryAsk(request) is { } answer
                ? await AwaitAsync(context, found, request, answer, clock).ConfigureAwait(false)
                : FeedProblems.Conflict("Another one is at it", $"{requests.Pending?.By ?? "Somebody"} has just asked for a version. Look again when it is done.");
        });

    private static IReadOnlyDictionary<string, string[]> Check(StaticChoice choice) =>
        string.IsNullOrWhiteSpace(choice.Reason) || choice.Reason.Length > LongestReason
            ? new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = [$"is needed, for the history, with at most {LongestReason} characters."] }
            : new Dictionary<string, string[]>(StringComparer.Ordinal);

    /// <summary>Why it is not asked for; null: it is.</summary>
    private static IResult? Refuse(HttpContext context, HubFeed feed, StaticVersion chosen)
    {
        string? match = context.Request.Headers.IfMatch;
        string current = TagOf(feed);
        return string.IsNullOrEmpty(match) ? BookWrites.TagNeeded($"/v1/feeds/{feed.Id}/static")
            : match != current ? BookWrites.ChangedMeanwhile($"Version {feed.Static.Current?.Version} came into service meanwhile. Look at it, and decide again.")
            : chosen.ContentHash == feed.Static.Current?.ContentHash ? FeedProblems.Conflict("In service", $"Version {chosen.Version} is in service already.")
            : null;
    }

    private static async Task<IResult> AwaitAsync(HttpContext context, HubFeed feed, StaticRequest request, Task<StaticEvent?> answer, TimeProvider clock)
    {
        await ((Task)answer).WaitAsync(Patience, clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!answer.IsCompletedSuccessfully)
        {
            context.Response.Headers.RetryAfter = "2";
            return Results.Json(new PendingStaticView(request.Id, request.Version, request.By, request.Why), statusCode: StatusCodes.Status202Accepted);
        }

        if (await answer.ConfigureAwait(false) is not { } happened)
        {
            return FeedProblems.Unavailable("What became of it could not be written down; the hub's log tells why.");
        }

        Tag(context, feed);
        return happened.Outcome is "blocked" or "failed" ? FeedProblems.Conflict("The version in service stays", string.Join(' ', happened.Reasons)) : Results.Ok(happened);
    }

    private static void Tag(HttpContext context, HubFeed feed)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ETag = TagOf(feed);
    }

    private static string TagOf(HubFeed feed) => $"\"{feed.Static.Current?.ContentHash ?? "none"}\"";

    private static IResult Later(HttpContext context, int status, string detail)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.RetryAfter = "2";
        return status == StatusCodes.Status202Accepted ? Results.Json(new { detail }, statusCode: status) : FeedProblems.Unavailable(detail);
    }

    private static IResult NoSuchVersion(HubFeed feed, string version) =>
        FeedProblems.NotFound("No such version", $"The feed '{feed.Id}' has no version '{version}'. See /v1/feeds/{feed.Id}/static.");
}
