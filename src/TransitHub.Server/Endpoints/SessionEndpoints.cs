using System.Security.Cryptography;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Security.SignIn.OpenId;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/session</c>: who asks, signing in and out.</summary>
internal static class SessionEndpoints
{
    /// <summary>The path of all of them.</summary>
    public const string Path = "/v1/session";

    private static readonly OperatorBody<SignInDraft> Body = new("sign-in", 4 << 10);

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Path, Http.Read, WhoAsync)
            .WithSummary("Who asks, until when, and how one may sign in. Answered to everybody.")
            .Produces<SessionView>();
        routes.MapPost(Path, BeginAsync)
            .WithSummary("Signs in with an operator's name and password: the answer sets the session's cookie. For browsers; scripts give name and password with each request (HTTP Basic).")
            .Accepts<SignInDraft>("application/json")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        routes.MapDelete(Path, EndAsync)
            .WithSummary("Signs out: the answer drops the session's cookie. If it has continue_at, a browser that goes there is signed out at the provider too.")
            .Produces<SessionView>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        // A page to go to, and no call: GET of the session has the link.
        routes.MapGet(Path + "/openid/{provider}", OpenIdSignIn.BeginAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> WhoAsync(HttpContext context, OperatorAccess access, SecurityOptions security)
    {
        context.Response.Headers.CacheControl = "no-store";
        Recognition found = await access.RecognizeAsync(context).ConfigureAwait(false);
        return Results.Ok(SessionView.Of(found.Operator, security, context.Features.Get<LapsedSession>()));
    }

    private static async Task<IResult> BeginAsync(HttpContext context, OperatorAccess access, SecurityOptions security)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (access.IsForeign(context, null))
        {
            return access.RefuseForeign(context, null);
        }

        if (security.Operators.Count == 0)
        {
            return Results.Problem(
                security.HasSignIn ? "There are no passwords here: sign in with a provider, which GET /v1/session lists." : OperatorRefusals.NotConfigured,
                statusCode: StatusCodes.Status403Forbidden, title: "No passwords");
        }

        (SignInDraft? draft, IResult? refusal) = await Body.ReadAsync(context, static d => Missing(d)).ConfigureAwait(false);
        if (draft is null)
        {
            return refusal!;
        }

        var browsers = context.RequestServices.GetRequiredService<KnownBrowser>();
        string? browser = browsers.Find(context.Request, draft.Name!);
        PasswordVerdict verdict = await access.CheckAsync(context, draft.Name!, draft.Password!, SignInWay.Password, browser).ConfigureAwait(false);
        if (verdict.Outcome != PasswordOutcome.Right)
        {
            return verdict.RetrySeconds > 0
                ? OperatorRefusals.Later(context, verdict.RetrySeconds)
                : Results.Problem("The name or the password is wrong.", statusCode: StatusCodes.Status401Unauthorized, title: "Not signed in");
        }

        try
        {
            var sessions = context.RequestServices.GetRequiredService<Sessions>();
            Operator who = await sessions.BeginAsync(context, security.Operators.First(o => o.Name == draft.Name)).ConfigureAwait(false);
            browsers.Remember(context, who.Name);
            return Results.Ok(SessionView.Of(who, security));
        }
        catch (CryptographicException exception)
        {
            return FeedProblems.Unavailable($"The keys of sessions cannot be read or written: {(exception.InnerException ?? exception).Message} Try again.");
        }
    }

    private static async Task<IResult> EndAsync(HttpContext context, OperatorAccess access, SecurityOptions security, SignInLog log)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (access.HasNobody)
        {
            return Results.Ok(SessionView.Of((await access.RecognizeAsync(context).ConfigureAwait(false)).Operator, security));
        }

        Sessions sessions = context.RequestServices.GetRequiredService<Sessions>();
        Operator? who = await sessions.FindAsync(context).ConfigureAwait(false);
        if (access.IsForeign(context, who))
        {
            return access.RefuseForeign(context, who);
        }

        try
        {
            await sessions.EndAsync(context).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            return FeedProblems.Unavailable($"This browser is signed out, but that the session is over cannot be noted, so a copy of its cookie holds until its time is over: {exception.Message}");
        }

        if (who is not null)
        {
            log.SignedOut(who);
        }

        string? elsewhere = who?.Provider is null ? null : await OpenIdSignIn.FindSignOutAsync(context, who.Provider).ConfigureAwait(false);
        return Results.Ok(SessionView.Of(null, security) with { ContinueAt = elsewhere });
    }

    private static Dictionary<string, string[]> Missing(SignInDraft draft)
    {
        Dictionary<string, string[]> wrong = new(StringComparer.Ordinal);
        foreach ((string field, string? value) in new[] { ("name", draft.Name), ("password", draft.Password) })
        {
            if (string.IsNullOrEmpty(value))
            {
                wrong[field] = ["This is needed."];
            }
        }

        return wrong;
    }
}
