using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn;

/// <summary>
/// Sessions of browsers: an encrypted cookie that says who signed in, how, and until when. What they may do is looked up in the settings at each request, so an operator who was
/// removed, or has another password or role, is so at once.
/// </summary>
internal sealed class Sessions(SecurityOptions security, IOptionsMonitor<CookieAuthenticationOptions> cookies, TimeProvider clock)
{
    /// <summary>ASP.NET's name of the cookie's scheme.</summary>
    public const string Scheme = "session";

    /// <summary>The cookie.</summary>
    public const string CookieName = "transithub-session";

    private const string NameClaim = "name";
    private const string StampClaim = "stamp";

    /// <summary>Adds what sessions need.</summary>
    /// <param name="services">The web host's.</param>
    /// <param name="security">The operator's settings.</param>
    /// <param name="keys">What cookies are encrypted with.</param>
    public static void Add(IServiceCollection services, SecurityOptions security, IXmlRepository keys)
    {
        services.AddDataProtection().SetApplicationName("transithub");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = keys));
        services.AddSingleton<Sessions>().AddSingleton<KnownBrowser>();
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = security.PublicAddress?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
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
        var identity = new ClaimsIdentity([new Claim(NameClaim, account.Name), new Claim(StampClaim, StampOf(account))], Scheme);
        AuthenticationProperties properties = this.Properties();
        await context.SignInAsync(Scheme, new ClaimsPrincipal(identity), properties).ConfigureAwait(false);
        return new Operator(account.Name, account.Role, SignInWay.Password, properties.ExpiresUtc);
    }

    /// <summary>Whose session the request has; null: none that counts.</summary>
    public async Task<Operator?> FindAsync(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(CookieName))
        {
            return null;
        }

        AuthenticateResult result = await context.AuthenticateAsync(Scheme).ConfigureAwait(false);
        return result is { Succeeded: true, Principal: { } principal, Properties.ExpiresUtc: { } end } ? this.Find(principal, end) : null;
    }

    /// <summary>Ends it: the browser drops the cookie.</summary>
    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);

    /// <summary>How cookies of this request are set.</summary>
    public CookieOptions CookieOf(HttpContext context) => cookies.Get(Scheme).Cookie.Build(context);

    private AuthenticationProperties Properties()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(security.SignIn.SessionHours), AllowRefresh = false };
    }

    private Operator? Find(ClaimsPrincipal principal, DateTimeOffset end)
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
