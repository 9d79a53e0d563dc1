using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using TransitHub.Server.Endpoints;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn;

/// <summary>
/// A cookie that says that somebody signed in with this browser before. Then only the browser's own wrong passwords make it wait, so whoever guesses at a name from elsewhere
/// does not keep its owner out. By itself it opens nothing.
/// </summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection, SecurityOptions security)
{
    /// <summary>The cookie.</summary>
    public const string CookieName = "transithub-browser";

    /// <summary>What its encryption is for, so that no other cookie passes for it.</summary>
    internal const string Purpose = "TransitHub.KnownBrowser";

    private const int Days = 180;
    private readonly IDataProtector protector = protection.CreateProtector(Purpose);

    /// <summary>The browser, if this user signed in with it; null: not that is known.</summary>
    public string? Find(HttpRequest request, string name)
    {
        if (!request.Cookies.TryGetValue(CookieName, out string? cookie) || cookie.Length > 2048)
        {
            return null;
        }

        try
        {
            string[] parts = this.protector.Unprotect(cookie).Split('\n', 2);
            return parts.Length == 2 && string.Equals(parts[1], name, StringComparison.Ordinal) ? parts[0] : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Remembers it.</summary>
    public void Remember(HttpContext context, string name) => context.Response.Cookies.Append(
        CookieName,
        this.protector.Protect(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)) + "\n" + name),
        new CookieOptions
        {
            HttpOnly = true,
            Secure = security.CookiePolicy == CookieSecurePolicy.Always || context.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = SessionEndpoints.Path,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(Days),
        });
}
