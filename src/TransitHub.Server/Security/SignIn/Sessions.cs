using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Security.SignIn;

/// <summary>
/// Sessions of browsers: an encrypted cookie that says who signed in, how, and until when. What they may do is looked up in the settings at each request, so an operator who was
/// removed, or has another password or role, is so at once.
/// </summary>
internal sealed class Sessions(SecurityOptions security, IEndedSessions ended, ProviderSessions ofProviders, TimeProvider clock)
{
    /// <summary>ASP.NET's name of the cookie's scheme.</summary>
    public const string Scheme = "session";

    /// <summary>The cookie.</summary>
    public const string CookieName = "transithub-session";

    private const string IdClaim = "id";
    private const string NameClaim = "name";
    private const string StampClaim = "stamp";
    private const string ProviderClaim = "provider";
    private const string RoleValueClaim = "role_value";
    private const string IdToken = "id_token";

    /// <summary>Longest ID token that is kept to sign out at the provider; one that is longer would fill the browser's cookies, and the provider asks its own question.</summary>
    private const int LongestIdToken = 4096;

    /// <summary>Adds what sessions need.</summary>
    /// <param name="services">The web host's.</param>
    /// <param name="security">The operator's settings.</param>
    /// <param name="stores">What is kept of sessions.</param>
    public static void Add(IServiceCollection services, SecurityOptions security, SessionStores stores)
    {
        services.AddDataProtection().SetApplicationName("transithub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = stores.Keys));
        services.AddSingleton(p => stores.MakeVouches(p.GetRequiredService<IDataProtectionProvider>()));
        services.AddSingleton(stores.Ended).AddSingleton<Sessions>().AddSingleton<KnownBrowser>();
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = security.CookiePolicy;
            cookie.Cookie.Path = "/";
            cookie.Cookie.IsEssential = true;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(security.SignIn.SessionHours);
            cookie.SlidingExpiration = false;
        });
    }

    /// <summary>Begins the session of somebody who gave the right password. The cookie goes with the browser's window.</summary>
    /// <exception cref="CryptographicException">The keys cannot be read or written.</exception>
    public async Task<Operator> BeginAsync(HttpContext context, NamedOperator account)
    {
        var identity = new ClaimsIdentity([NewId(), new Claim(NameClaim, account.Name), new Claim(StampClaim, StampOf(account))], Scheme);
        AuthenticationProperties properties = this.Properties();
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
        return new Operator(account.Name, account.Role, SignInWay.Password, properties.ExpiresUtc);
    }

    /// <summary>Begins the session of somebody whom a provider knows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="provider">The provider.</param>
    /// <param name="who">Who it says they are.</param>
    /// <param name="idToken">Its word, to sign out there too; null: none.</param>
    /// <param name="refreshToken">With what the hub asks it again; null: it cannot.</param>
    /// <exception cref="CryptographicException">The keys cannot be read or written.</exception>
    public async Task BeginAsync(HttpContext context, OpenIdProvider provider, OpenIdPerson who, string? idToken, string? refreshToken)
    {
        Claim id = NewId();
        IReadOnlyList<string> values = provider.ValuesWithRole(who.RoleValues);
        var identity = new ClaimsIdentity([id, new Claim(NameClaim, who.Name), new Claim(ProviderClaim, provider.Name), .. values.Select(v => new Claim(RoleValueClaim, v))], Scheme);
        AuthenticationProperties properties = this.Properties();
        if (idToken is { Length: <= LongestIdToken })
        {
            properties.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
        }

        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
        var session = new ProviderSession(id.Value, who.Name, provider, values, properties.IssuedUtc!.Value, properties.ExpiresUtc!.Value);
        await ofProviders.BeginAsync(session, who.Subject, refreshToken, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>The ID token of the request's session; null: none was kept.</summary>
    public static async Task<string?> IdTokenOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme).ConfigureAwait(false)).Properties?.GetTokenValue(IdToken);

    /// <summary>Whose session the request has; null: none that counts.</summary>
    public async Task<Operator?> FindAsync(HttpContext context) => await this.ReadAsync(context).ConfigureAwait(false) switch
    {
        null => null,
        { Principal: { } principal, Properties: { } properties } when this.ProviderSessionOf(principal, properties) is { } session => await ofProviders.FindAsync(context, session).ConfigureAwait(false),
        { Principal: { } principal, Properties: { } properties } => this.FindAccount(principal, properties.ExpiresUtc!.Value),
    };

    /// <summary>Notes it where a provider says another role of somebody than in the session that their browser still has. One without a role is signed out.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">Who comes from the provider.</param>
    /// <param name="role">Their role now; null: none.</param>
    public async Task CompareAsync(HttpContext context, string name, OperatorRole? role)
    {
        if (await this.ReadAsync(context).ConfigureAwait(false) is { } ticket && this.ProviderSessionOf(ticket.Principal, ticket.Properties) is { } before && before.Name == name)
        {
            await ofProviders.CompareAsync(before, role, context.RequestAborted).ConfigureAwait(false);
            if (role is null)
            {
                await context.SignOutAsync(Scheme).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends it: the browser drops the cookie, and a copy of it opens nothing.</summary>
    /// <exception cref="IOException">It cannot be noted; the browser drops the cookie all the same.</exception>
    public async Task EndAsync(HttpContext context)
    {
        AuthenticateResult result = await context.AuthenticateAsync(Scheme).ConfigureAwait(false);
        await context.SignOutAsync(Scheme).ConfigureAwait(false);
        if (result is { Principal: { } principal, Properties.ExpiresUtc: { } end } && principal.FindFirstValue(IdClaim) is { } id)
        {
            // What was begun is ended, also when who asked for it goes.
            await ended.AddAsync(id, end, CancellationToken.None).ConfigureAwait(false);
            await ofProviders.EndAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Claim NewId() => new(IdClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private AuthenticationProperties Properties()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(security.SignIn.SessionHours), AllowRefresh = false };
    }

    /// <summary>The session of the request, whosever; null: none, or it was ended.</summary>
    private async Task<AuthenticationTicket?> ReadAsync(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(CookieName))
        {
            return null;
        }

        AuthenticateResult result = await context.AuthenticateAsync(Scheme).ConfigureAwait(false);
        return result is { Succeeded: true, Ticket: { Properties.ExpiresUtc: not null, Properties.IssuedUtc: not null } ticket }
            && ticket.Principal.FindFirstValue(IdClaim) is { } id && !await ended.ContainsAsync(id, context.RequestAborted).ConfigureAwait(false)
                ? ticket
                : null;
    }

    /// <summary>Null: no provider that is configured knows them.</summary>
    private ProviderSession? ProviderSessionOf(ClaimsPrincipal principal, AuthenticationProperties properties) =>
        principal.FindFirstValue(NameClaim) is { } name && security.OpenId.Find(p => p.Name == principal.FindFirstValue(ProviderClaim)) is { } provider
            ? new ProviderSession(
                principal.FindFirstValue(IdClaim)!, name, provider, [.. principal.FindAll(RoleValueClaim).Select(c => c.Value)], properties.IssuedUtc!.Value, properties.ExpiresUtc!.Value)
            : null;

    private Operator? FindAccount(ClaimsPrincipal principal, DateTimeOffset end)
    {
        string? name = principal.FindFirstValue(NameClaim);
        string stamp = principal.FindFirstValue(StampClaim) ?? string.Empty;
        return security.Operators.Find(o => o.Name == name) is { } account
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stamp), Encoding.ASCII.GetBytes(StampOf(account)))
                ? new Operator(account.Name, account.Role, SignInWay.Password, end)
                : null;
    }

    /// <summary>Another one with another password.</summary>
    private static string StampOf(NamedOperator account) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(account.PasswordHash)).AsSpan(0, 16));
}
