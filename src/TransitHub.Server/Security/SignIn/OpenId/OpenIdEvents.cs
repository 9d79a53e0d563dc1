using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>What the hub does at the steps of a sign-in with a provider; the steps themselves, and what is checked at them, are ASP.NET's.</summary>
internal sealed class OpenIdEvents(OpenIdProvider provider, Uri publicAddress) : OpenIdConnectEvents
{
    private const string IdToken = "id_token";
    private const string RefreshToken = "refresh_token";

    /// <inheritdoc/>
    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        context.ProtocolMessage.RedirectUri = new Uri(publicAddress, OpenIdSchemes.CallbackOf(provider)).AbsoluteUri;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task PushAuthorization(PushedAuthorizationContext context)
    {
        context.HandleClientAuthentication();
        return this.AddSecretAsync(context.ProtocolMessage, context.HttpContext.RequestAborted);
    }

    /// <inheritdoc/>
    public override Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context) =>
        this.AddSecretAsync(context.TokenEndpointRequest!, context.HttpContext.RequestAborted);

    /// <inheritdoc/>
    public override Task TokenValidated(TokenValidatedContext context)
    {
        // Parameters of this request alone: neither is written anywhere by it.
        context.Properties!.SetParameter(IdToken, context.TokenEndpointResponse?.IdToken);
        context.Properties!.SetParameter(RefreshToken, context.TokenEndpointResponse?.RefreshToken);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        ((ClaimsIdentity)context.Principal!.Identity!).AddClaims(OpenIdPerson.ClaimsOf(context.User.RootElement));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        HttpContext http = context.HttpContext;
        SignInLog log = http.RequestServices.GetRequiredService<SignInLog>();
        if (OpenIdPerson.Of(context.Principal!, provider) is not { } who)
        {
            log.Failed(http, provider.Name, $"neither {provider.NameClaim} nor sub is a name");
            await SignInPage.NoNameAsync(http, provider).ConfigureAwait(false);
            return;
        }

        OperatorRole? role = provider.RoleOf(who.RoleValues);
        await http.RequestServices.GetRequiredService<Sessions>().CompareAsync(http, who.Name, role).ConfigureAwait(false);
        if (role is null)
        {
            log.Refused(http, who.Name, SignInWay.OpenId, "no_role");
            await SignInPage.NoRoleAsync(http, provider, who).ConfigureAwait(false);
            return;
        }

        try
        {
            await http.RequestServices.GetRequiredService<Sessions>().BeginAsync(
                http, provider, who, context.Properties!.GetParameter<string>(IdToken), context.Properties!.GetParameter<string>(RefreshToken)).ConfigureAwait(false);
        }
        catch (CryptographicException exception)
        {
            log.Failed(http, provider.Name, "the keys of sessions cannot be read or written: " + (exception.InnerException ?? exception).Message);
            await SignInPage.FailedAsync(http, provider).ConfigureAwait(false);
            return;
        }

        log.SignedIn(http, who.Name, SignInWay.OpenId);
        http.Response.Redirect(context.ReturnUri ?? OpenIdSignIn.Home);
    }

    /// <inheritdoc/>
    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.HttpContext.RequestServices.GetRequiredService<SignInLog>().Failed(context.HttpContext, provider.Name, context.Failure?.Message ?? "it was given up");
        return SignInPage.FailedAsync(context.HttpContext, provider);
    }

    private async Task AddSecretAsync(OpenIdConnectMessage message, CancellationToken stop)
    {
        if (await OpenIdSchemes.ReadSecretAsync(provider, stop).ConfigureAwait(false) is { } secret)
        {
            message.ClientSecret = secret;
        }
    }
}
