using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.SignIn.OpenId;

/// <summary>
/// Asks a provider again of somebody, by the refresh token (OpenID Connect Core 12): new tokens first, then the user info. Claims are of the same places as at the sign-in, and must be
/// of the same person. Neither tokens nor bodies get into messages.
/// </summary>
/// <param name="schemes">What ASP.NET knows of the providers.</param>
internal sealed class OpenIdRenewal(IOptionsMonitor<OpenIdConnectOptions> schemes)
{
    /// <summary>So long an asking takes at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Longest word of a provider that is repeated.</summary>
    private const int LongestError = 64;

    /// <summary>Asks.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="vouch">What it said before; with a refresh token.</param>
    public async Task<Renewal> AskAsync(OpenIdProvider provider, Vouch vouch)
    {
        OpenIdConnectOptions options = schemes.Get(OpenIdSchemes.NameOf(provider));
        using var late = new CancellationTokenSource(Longest, TimeProvider.System);
        string? next = null;
        try
        {
            OpenIdConnectConfiguration told = await options.ConfigurationManager!.GetConfigurationAsync(late.Token).ConfigureAwait(false);
            (Tokens? tokens, Renewal? failed) = await RefreshAsync(options, told, provider, vouch.RefreshToken!, late.Token).ConfigureAwait(false);
            if (tokens is null)
            {
                return failed!;
            }

            next = tokens.Refresh;
            return await JudgeAsync(options, told, provider, vouch.Subject, tokens, late.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException or JsonException or UnauthorizedAccessException or OperationCanceledException)
        {
            // Many providers take a refresh token once: the new one counts, whatever failed after it.
            return Renewal.Unreached((exception.InnerException ?? exception).Message, next);
        }
    }

    private static async Task<(Tokens? Tokens, Renewal? Failed)> RefreshAsync(
        OpenIdConnectOptions options, OpenIdConnectConfiguration told, OpenIdProvider provider, string refreshToken, CancellationToken stop)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal) { ["grant_type"] = "refresh_token", ["client_id"] = provider.ClientId, ["refresh_token"] = refreshToken };
        if (await OpenIdSchemes.ReadSecretAsync(provider, stop).ConfigureAwait(false) is { } secret)
        {
            fields["client_secret"] = secret;
        }

        using FormUrlEncodedContent form = new(fields);
        using HttpResponseMessage answer = await options.Backchannel.PostAsync(new Uri(told.TokenEndpoint, UriKind.Absolute), form, stop).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            string? error = ErrorOf(text);
            return (null, error == "invalid_grant" ? Renewal.Refused(error) : Renewal.Unreached($"the token endpoint answers {(int)answer.StatusCode} {error}".TrimEnd()));
        }

        using JsonDocument body = JsonDocument.Parse(text);
        return (new Tokens(TextOf(body, "access_token"), TextOf(body, "id_token"), TextOf(body, "refresh_token")), null);
    }

    private static async Task<Renewal> JudgeAsync(
        OpenIdConnectOptions options, OpenIdConnectConfiguration told, OpenIdProvider provider, string subject, Tokens tokens, CancellationToken stop)
    {
        List<Claim> claims = [];
        if (tokens.Id is { } idToken)
        {
            TokenValidationResult result = await options.TokenHandler.ValidateTokenAsync(idToken, ParametersOf(options, told)).ConfigureAwait(false);
            if (!result.IsValid)
            {
                return Renewal.Unreached("its ID token does not hold: " + result.Exception?.GetType().Name, tokens.Refresh);
            }

            claims.AddRange(result.ClaimsIdentity.Claims);
        }

        if (tokens.Access is { } accessToken && !string.IsNullOrEmpty(told.UserInfoEndpoint))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, told.UserInfoEndpoint);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
            using HttpResponseMessage answer = await options.Backchannel.SendAsync(request, stop).ConfigureAwait(false);
            if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                return Renewal.Refused($"the user info endpoint answers {(int)answer.StatusCode}");
            }

            answer.EnsureSuccessStatusCode();
            claims.AddRange(OpenIdPerson.ClaimsOf(await ReadUserAsync(answer, stop).ConfigureAwait(false)));
        }

        string[] subjects = [.. claims.Where(c => c.Type == "sub").Select(c => c.Value).Distinct(StringComparer.Ordinal)];
        return subjects is [var one] && one == subject && OpenIdPerson.Of(new ClaimsPrincipal(new ClaimsIdentity(claims)), provider) is { } person
            ? Renewal.Of(person, tokens.Refresh)
            : Renewal.Refused(subjects.Length == 0 ? "it says of nobody who that is" : "it says that of somebody else");
    }

    /// <summary>As ASP.NET does at the sign-in: keys that are new are fetched.</summary>
    private static TokenValidationParameters ParametersOf(OpenIdConnectOptions options, OpenIdConnectConfiguration told)
    {
        TokenValidationParameters parameters = options.TokenValidationParameters.Clone();
        if (options.ConfigurationManager is BaseConfigurationManager manager)
        {
            parameters.ConfigurationManager = manager;
        }
        else
        {
            parameters.ValidIssuer = told.Issuer;
            parameters.IssuerSigningKeys = told.SigningKeys;
        }

        return parameters;
    }

    /// <summary>Some sign it; what comes from the provider itself over TLS needs no such proof (5.3.2).</summary>
    private static async Task<JsonElement> ReadUserAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        string text = await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        string json = answer.Content.Headers.ContentType?.MediaType == "application/jwt" ? Base64UrlEncoder.Decode(text.Split('.').ElementAtOrDefault(1) ?? string.Empty) : text;
        using JsonDocument body = JsonDocument.Parse(json);
        return body.RootElement.Clone();
    }

    private static string? ErrorOf(string text)
    {
        try
        {
            using JsonDocument body = JsonDocument.Parse(text);
            return TextOf(body, "error") is { Length: <= LongestError } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? error : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonDocument body, string field) =>
        body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Tokens(string? Access, string? Id, string? Refresh);
}
