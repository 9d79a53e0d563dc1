using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Security;

/// <summary>
/// Who has which role: an operator with a session, or with name and password (HTTP Basic, RFC 7617), or, while there is no way of signing in, somebody on the hub's
/// own machine, who has all.
/// </summary>
internal sealed class OperatorAccess(SecurityOptions security, SignInLog log, IServiceProvider services, TimeProvider clock) : IDisposable
{
    /// <summary>The name of somebody on the hub's machine.</summary>
    public const string Local = "local";

    private readonly UserCredentials credentials = new(security.Operators, security.SignIn, clock);
    private readonly RequestOrigin origin = new(security.PublicAddress);

    /// <summary>True: nobody can sign in, and whoever is on this machine may do all.</summary>
    public bool HasNobody => !security.HasSignIn;

    /// <summary>True: an operator asks, of whatever role; <see cref="RecognizeAsync"/> was asked before.</summary>
    public static bool IsOperator(HttpContext context) => context.Features.Get<Recognition>()?.Operator is not null;

    /// <summary>Who asks; the same for each question of one request.</summary>
    public async Task<Recognition> RecognizeAsync(HttpContext context)
    {
        if (context.Features.Get<Recognition>() is { } known)
        {
            return known;
        }

        Recognition found = await this.FindAsync(context).ConfigureAwait(false);
        context.Features.Set(found);
        return found;
    }

    /// <summary>The operator who asks and has the role; null: nobody, and the other one is the answer.</summary>
    public async Task<(Operator? Operator, IResult? Refusal)> FindAsync(HttpContext context, OperatorRole role)
    {
        Recognition found = await this.RecognizeAsync(context).ConfigureAwait(false);
        return found switch
        {
            { Operator: null } when this.HasNobody => (null, OperatorRefusals.Elsewhere()),
            { Operator: null, RetrySeconds: > 0 } => (null, OperatorRefusals.Later(context, found.RetrySeconds)),
            { Operator: null } => (null, OperatorRefusals.Unknown(context, !this.credentials.IsEmpty)),
            { Operator: { } who } when this.IsForeign(context, who) => (null, this.RefuseForeign(context, who)),
            { Operator: { } who } when who.Role < role => (null, OperatorRefusals.Role(who, role)),
            _ => (found.Operator, null),
        };
    }

    /// <summary>Looks at a name and password that somebody signs in with.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The name.</param>
    /// <param name="password">The password.</param>
    /// <param name="way">How they came.</param>
    /// <param name="browser">A browser in which this user signed in before; null: none that is known.</param>
    public async Task<PasswordVerdict> CheckAsync(HttpContext context, string name, string password, SignInWay way, string? browser)
    {
        string address = ClientAddress.NetworkOf(context.Connection.RemoteIpAddress);
        PasswordVerdict verdict = await this.credentials.CheckAsync(name, password, address, browser, context.RequestAborted).ConfigureAwait(false);
        log.Note(context, name, way, verdict);
        return verdict;
    }

    /// <summary>True: it changes something, and a page of another site sent it.</summary>
    public bool IsForeign(HttpContext context, Operator? who) => this.origin.IsForeignWrite(context.Request, who?.Way is SignInWay.Password or SignInWay.OpenId);

    /// <summary>The answer to it.</summary>
    public IResult RefuseForeign(HttpContext context, Operator? who)
    {
        log.NoteForeign(context, who);
        return OperatorRefusals.Foreign();
    }

    /// <summary>A role as settings and answers have it.</summary>
    public static string WordOf(OperatorRole role) => role.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public void Dispose() => this.credentials.Dispose();

    private bool IsLocal(HttpContext context) => !security.OpenReaders && LocalRequest.Is(context);

    private async Task<Recognition> FindAsync(HttpContext context)
    {
        if (this.HasNobody)
        {
            return this.IsLocal(context) ? new Recognition(new Operator(Local, OperatorRole.Admin, SignInWay.Local), 0) : Recognition.Nobody;
        }

        // Who gives a password wants to be known by it, whatever cookie the browser sends along.
        if (!BasicCredentials.TryRead(context.Request, out string name, out string password))
        {
            return await services.GetRequiredService<Sessions>().FindAsync(context).ConfigureAwait(false) is { } session ? new Recognition(session, 0) : Recognition.Nobody;
        }

        PasswordVerdict verdict = await this.CheckAsync(context, name, password, SignInWay.Basic, browser: null).ConfigureAwait(false);
        return verdict.Outcome == PasswordOutcome.Right
            ? new Recognition(new Operator(name, security.Operators.First(o => o.Name == name).Role, SignInWay.Basic), 0)
            : new Recognition(null, verdict.RetrySeconds);
    }
}
