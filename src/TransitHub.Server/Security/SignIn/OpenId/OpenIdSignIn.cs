using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TransitHub.Server.Endpoints;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>Sends browsers to a provider, to sign in and to sign out.</summary>
internal static class OpenIdSignIn
{
    /// <summary>Where a browser is taken that says of no other place.</summary>
    public const string Home = "/console";

    private const int LongestReturn = 2_000;

    /// <summary>Sends the browser to the provider.</summary>
    /// <param name="context">The request.</param>
    /// <param name="provider">The provider's name.</param>
    /// <param name="return">Where in the hub it comes back to.</param>
    /// <param name="security">The operator's settings.</param>
    /// <param name="log">Hears what failed.</param>
    public static async Task BeginAsync(HttpContext context, string provider, string? @return, SecurityOptions security, SignInLog log)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (security.OpenId.Find(p => p.Name == provider) is not { } found)
        {
            await FeedProblems.NotFound("No such provider", $"There is no provider '{provider}' (setting Security:OpenId). GET /v1/session lists them.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await context.ChallengeAsync(OpenIdSchemes.NameOf(found), new AuthenticationProperties { RedirectUri = IsOwnPath(@return) ? @return : Home }).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException or OpenIdConnectProtocolException or UnauthorizedAccessException
            || (exception is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            log.Failed(context, found.Name, (exception.InnerException ?? exception).Message);
            await SignInPage.UnreachedAsync(context, found).ConfigureAwait(false);
        }
    }

    /// <summary>Where the browser goes to sign out at the provider of its session too; null: it has no such page, or cannot be asked now.</summary>
    public static async Task<string?> FindSignOutAsync(HttpContext context, string provider)
    {
        SecurityOptions security = context.RequestServices.GetRequiredService<SecurityOptions>();
        OpenIdProvider found = security.OpenId.First(p => p.Name == provider);
        OpenIdConnectOptions options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdSchemes.NameOf(found));
        try
        {
            OpenIdConnectConfiguration configuration = await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted).ConfigureAwait(false);
            if (!SafeAddress.TryParse(configuration.EndSessionEndpoint, out Uri? page))
            {
                return null;
            }

            return QueryHelpers.AddQueryString(page.AbsoluteUri, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["client_id"] = found.ClientId,
                ["id_token_hint"] = await Sessions.IdTokenOfAsync(context).ConfigureAwait(false),
                ["post_logout_redirect_uri"] = new Uri(new Uri(security.PublicAddress!), Home).AbsoluteUri,
            });
        }
        catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException)
        {
            return null;
        }
    }

    /// <summary>A path of the hub, and nothing that browsers take for another site.</summary>
    internal static bool IsOwnPath(string? path) =>
        path is { Length: > 0 and <= LongestReturn } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\') && !path.Any(char.IsControl);
}
