using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/keys</c>: the keys of readers, for operators. A key itself is in the answer to who made it, and nowhere else.</summary>
internal static partial class KeysEndpoints
{
    private static readonly OperatorBody<KeyDraft> Body = new("key", 4 << 10);

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapMethods("/v1/keys", Http.Read, ListAsync), "The keys of readers with what they were used for since the start, and the tiers there are. Operators only.").Produces<KeyList>();
        Describe(routes.MapPost("/v1/keys", AddAsync), "Makes a key; the answer is the only time that it is shown.")
            .Accepts<KeyDraft>("application/json").Produces<NewKeyView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest);
        Describe(routes.MapPost("/v1/keys/{id}/rotate", RotateAsync), "Gives a key another secret, and its tier and name if they are given; the one before opens nothing any more.")
            .Accepts<KeyDraft>("application/json").Produces<NewKeyView>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        Describe(routes.MapDelete("/v1/keys/{id}", RevokeAsync), "Revokes a key. It stays in the list.").Produces<KeyView>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> ListAsync(HttpContext context, IKeyStore store, ReaderOptions options, ReaderUsage usage, TimeProvider clock) =>
        ForOperatorAsync(context, async _ => Results.Ok(new KeyList(
            [.. options.Tiers.Select(t => new TierView(t.Name, t.RequestsPerMinute, t.Burst, t.Streams))],
            options.Anonymous,
            [.. (await store.ReadAsync(context.RequestAborted).ConfigureAwait(false)).Select(k => KeyView.Of(k, options, usage, clock))])));

    private static async Task<IResult> AddAsync(
        HttpContext context, IKeyStore store, ReaderOptions options, TimeProvider clock, ILogger<KeyRing> log)
    {
        (KeyDraft? draft, IResult? refusal) = await ReadAsync(context, options).ConfigureAwait(false);
        return await ForOperatorAsync(context, async who =>
        {
            if (draft is null)
            {
                return refusal!;
            }

            if (draft.Name is null || draft.Tier is null)
            {
                return FeedProblems.BadRequest("A key needs name and tier.");
            }

            // What was begun is ended, also when who asked for it goes.
            (ReaderKey key, string text) = await store.AddAsync(
                draft.Name, draft.Tier, clock.GetUtcNow().ToUnixTimeSeconds(), draft.ExpiresAt, who, CancellationToken.None).ConfigureAwait(false);
            LogMade(log, who, key.Id, key.Tier);
            context.Response.Headers.Location = "/v1/keys/" + key.Id;
            return Results.Json(new NewKeyView(key.Id, text, key.Tier, key.ExpiresAt), statusCode: StatusCodes.Status201Created);
        }).ConfigureAwait(false);
    }

    private static async Task<IResult> RotateAsync(
        HttpContext context, string id, IKeyStore store, ReaderOptions options, TimeProvider clock, ILogger<KeyRing> log)
    {
        (KeyDraft? draft, IResult? refusal) = await ReadAsync(context, options).ConfigureAwait(false);
        return await ForOperatorAsync(context, async who =>
        {
            if (draft is null)
            {
                return refusal!;
            }

            (ReaderKey key, string text) = await store.RotateAsync(
                id, clock.GetUtcNow().ToUnixTimeSeconds(), draft.ExpiresAt, draft.Name, draft.Tier, who, CancellationToken.None).ConfigureAwait(false);
            LogRotated(log, who, id, key.Tier);
            return Results.Ok(new NewKeyView(key.Id, text, key.Tier, key.ExpiresAt));
        }).ConfigureAwait(false);
    }

    private static Task<IResult> RevokeAsync(
        HttpContext context, string id, IKeyStore store, ReaderOptions options, ReaderUsage usage, TimeProvider clock, ILogger<KeyRing> log) =>
        ForOperatorAsync(context, async who =>
        {
            ReaderKey key = await store.RevokeAsync(id, clock.GetUtcNow().ToUnixTimeSeconds(), who, CancellationToken.None).ConfigureAwait(false);
            LogRevoked(log, who, id);
            return Results.Ok(KeyView.Of(key, options, usage, clock));
        });

    private static async Task<IResult> ForOperatorAsync(HttpContext context, Func<string, Task<IResult>> answer)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return await answer(OperatorDoor.NameOf(context)).ConfigureAwait(false);
        }
        catch (KeyStoreException exception) when (exception.Missing is not null)
        {
            return FeedProblems.NotFound("No such key", $"There is no key '{exception.Missing}'. GET /v1/keys lists them.");
        }
        catch (KeyStoreException exception) when (exception.InnerException is null)
        {
            return FeedProblems.BadRequest(exception.Message);
        }
        catch (KeyStoreException exception)
        {
            return FeedProblems.Unavailable(exception.Message);
        }
    }

    internal static Task<(KeyDraft? Draft, IResult? Refusal)> ReadAsync(HttpContext context, ReaderOptions options) => Body.ReadAsync(context, draft =>
    {
        Dictionary<string, string[]> wrong = new(StringComparer.Ordinal);
        if (draft.Tier is not null && options.Find(draft.Tier) is null)
        {
            wrong["tier"] = [$"'{draft.Tier}' is none of the hub's (Security:Readers:Tiers: {string.Join(", ", options.Tiers.Select(t => t.Name))})."];
        }

        return wrong;
    });

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} made the reader's key {Key} of the tier {Tier}")]
    private static partial void LogMade(ILogger log, string @operator, string key, string tier);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} rotated the reader's key {Key} of the tier {Tier}")]
    private static partial void LogRotated(ILogger log, string @operator, string key, string tier);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} revoked the reader's key {Key}")]
    private static partial void LogRevoked(ILogger log, string @operator, string key);
}
