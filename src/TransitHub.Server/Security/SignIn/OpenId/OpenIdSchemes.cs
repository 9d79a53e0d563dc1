using System.Net;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TransitHub.Server.Endpoints;
using TransitHub.Server.Options;
using TransitHub.Server.Upstream;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>Makes a scheme of ASP.NET's for each provider. Nothing is asked of a provider before somebody signs in, and what failed then is asked again the next time.</summary>
internal static class OpenIdSchemes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The scheme of a provider.</summary>
    public static string NameOf(OpenIdProvider provider) => "openid " + provider.Name;

    /// <summary>Where a browser goes to sign in with a provider.</summary>
    public static string PathOf(OpenIdProvider provider) => SessionEndpoints.Path + "/openid/" + provider.Name;

    /// <summary>Where a provider sends it back to.</summary>
    public static string CallbackOf(OpenIdProvider provider) => PathOf(provider) + "/callback";

    /// <summary>The client's secret, as its file has it now; null: a client without one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<string?> ReadSecretAsync(OpenIdProvider provider, CancellationToken stop) =>
        provider.ClientSecretFile is { } file ? (await File.ReadAllTextAsync(file, stop).ConfigureAwait(false)).Trim() : null;

    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, SecurityOptions security)
    {
        services.AddSingleton<OpenIdRenewal>().AddSingleton<ProviderSessions>();
        foreach (OpenIdProvider provider in security.OpenId)
        {
            services.AddAuthentication().AddOpenIdConnect(NameOf(provider), provider.Name, options => Configure(options, provider, security));
        }
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdProvider provider, SecurityOptions security)
    {
        options.Authority = provider.Authority;
        options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        options.ClientId = provider.ClientId;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.UsePkce = true;

        // The browser comes back by a link, so cookies of the sign-in need not be open to other sites' forms.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = security.CookiePolicy;
        options.CallbackPath = CallbackOf(provider);
        options.RemoteSignOutPath = options.SignedOutCallbackPath = default;
        options.SignInScheme = Sessions.Scheme;
        options.Scope.Clear();
        foreach (string scope in provider.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        options.MapInboundClaims = false;
        options.ClaimActions.Clear();
        options.GetClaimsFromUserInfoEndpoint = true;
        options.SaveTokens = false;
        options.BackchannelTimeout = Patience;
        var reach = new Reach(new Uri(provider.Authority).IdnHost, Dns.GetHostAddressesAsync);
        options.BackchannelHttpHandler = new SocketsHttpHandler
        {
            ConnectCallback = (connection, stop) => reach.ConnectAsync(connection.DnsEndPoint, stop),
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        options.Events = new OpenIdEvents(provider, new Uri(security.PublicAddress!));
    }
}
