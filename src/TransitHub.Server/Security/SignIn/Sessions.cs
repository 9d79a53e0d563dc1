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
internal sealed class Sessions(SecurityOptions security, IEndedSessions ended, TimeProvider clock)
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
    /// <exception cref="CryptographicException">The keys cannot be read or written.</exception>
    public Task BeginAsync(HttpContext context, OpenIdProvider provider, OpenIdPerson who, string? idToken)
    {
        var identity = new ClaimsIdentity(
            [NewId(), new Claim(NameClaim, who.Name), new Claim(ProviderClaim, provider.Name), .. who.RoleValues.Intersect(provider.Roles.All, StringComparer.Ordinal).Select(v => new Claim(RoleValueClaim, v))], Scheme);
        AuthenticationProperties properties = this.Properties();
        if (idToken is { Length: <= LongestIdToken })
        {
            properties.StoreTokens([new AuthenticationToken { Name = IdToken, Value = idToken }]);
        }

        return context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties);
    }

    /// <summary>The ID token of the request's session; null: none was kept.</summary>
    public static async Task<string?> IdTokenOfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme).ConfigureAwait(false)).Properties?.GetTokenValue(IdToken);

    /// <summary>Whose session the request has; null: none that counts.</summary>
    public async Task<Operator?> FindAsync(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(CookieName))
        {
            return null;
        }

        AuthenticateResult result = await context.AuthenticateAsync(Scheme).ConfigureAwait(false);
        return result is { Succeeded: true, Principal: { } principal, Properties.ExpiresUtc: { } end }
            && principal.FindFirstValue(IdClaim) is { } id && !await ended.ContainsAsync(id, context.RequestAborted).ConfigureAwait(false)
                ? this.Find(principal, end)
                : null;
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
        }
    }

    private static Claim NewId() => new(IdClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));

    private AuthenticationProperties Properties()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(security.SignIn.SessionHours), AllowRefresh = false };
    }

    private Operator? Find(ClaimsPrincipal principal, DateTimeOffset end)
    {
        string? name = principal.FindFirstValue(NameClaim);
        if (principal.FindFirstValue(ProviderClaim) is { } providerName)
        {
            string[] values = [.. principal.FindAll(RoleValueClaim).Select(c => c.Value)];
            return name is not null && security.OpenId.Find(p => p.Name == providerName) is { } provider && provider.RoleOf(values) is { } role
                ? new Operator(name, role, SignInWay.OpenId, end, providerName)
                : null;
        }

        string stamp = principal.FindFirstValue(StampClaim) ?? string.Empty;
        return security.Operators.Find(o => o.Name == name) is { } account
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stamp), Encoding.ASCII.GetBytes(StampOf(account)))
                ? new Operator(account.Name, account.Role, SignInWay.Password, end)
                : null;
    }

    /// <summary>Another one with another password.</summary>
    private static string StampOf(NamedOperator account) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(account.PasswordHash)).AsSpan(0, 16));
}
