using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TransitHub.Server.Options;

namespace TransitHub.Server.Delivery;

/// <summary>
/// Tokens of a consumer's authorization server by client credentials (RFC 6749, 4.4), the client named by HTTP Basic (2.3.1). A token is
/// used until half a minute before its end. One caller at a time.
/// </summary>
internal sealed class AccessTokens(DeliverySettings settings, HttpClient http, TimeProvider clock)
{
    /// <summary>Tokens without a stated life are used for this long: the shortest that servers commonly give is an hour.</summary>
    private static readonly TimeSpan UnstatedLife = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private const int MaxAnswerBytes = 64 << 10;

    private string? token;
    private DateTimeOffset usableUntil;

    /// <summary>A token that is good now; null: the consumer wants none.</summary>
    /// <exception cref="DeliveryException">There is none; the message says why, without any secret.</exception>
    public async Task<string?> GetAsync(CancellationToken cancellation)
    {
        if (settings.TokenUrl is null)
        {
            return null;
        }

        if (this.token is null || clock.GetUtcNow() >= this.usableUntil)
        {
            await this.AskAsync(settings.TokenUrl, cancellation).ConfigureAwait(false);
        }

        return this.token;
    }

    /// <summary>Forgets a token that was refused.</summary>
    public void Forget() => this.token = null;

    private async Task AskAsync(string url, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(this.Fields()) };
        string client = $"{WebUtility.UrlEncode(settings.ClientId)}:{WebUtility.UrlEncode(await this.SecretAsync(cancellation).ConfigureAwait(false))}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(client)));
        request.Headers.Accept.ParseAdd("application/json");
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        byte[] answer = await AnswerStart.ReadAsync(response.Content, MaxAnswerBytes, cancellation).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new DeliveryException($"The token server answered {(int)response.StatusCode}{ReasonIn(answer)}. Check TokenUrl, ClientId and the client's secret.");
        }

        (string given, double? seconds) = Read(answer);
        TimeSpan life = seconds is { } stated ? TimeSpan.FromSeconds(Math.Clamp(stated, 0, 86_400)) : UnstatedLife;
        this.token = given;
        this.usableUntil = clock.GetUtcNow() + (life > 2 * Margin ? life - Margin : life / 2);
    }

    private IEnumerable<KeyValuePair<string, string>> Fields()
    {
        yield return new("grant_type", "client_credentials");
        if (settings.Scope is { } scope)
        {
            yield return new("scope", scope);
        }
    }

    private async Task<string> SecretAsync(CancellationToken cancellation)
    {
        if (settings.ClientSecretFile is not { } file)
        {
            return settings.ClientSecret ?? string.Empty;
        }

        try
        {
            string[] lines = await File.ReadAllLinesAsync(file, cancellation).ConfigureAwait(false);
            return lines is [{ Length: > 0 } first, ..] ? first.Trim() : throw new DeliveryException("ClientSecretFile is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"ClientSecretFile cannot be read: {exception.Message}");
        }
    }

    private static (string Token, double? Seconds) Read(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            JsonElement root = json.RootElement;
            string? type = root.TryGetProperty("token_type", out JsonElement kind) ? kind.GetString() : "Bearer";
            string? token = root.GetProperty("access_token").GetString();
            return string.IsNullOrEmpty(token) || !string.Equals(type, "Bearer", StringComparison.OrdinalIgnoreCase)
                ? throw new DeliveryException("The token server gave no bearer token.")
                : (token, root.TryGetProperty("expires_in", out JsonElement life) && life.TryGetDouble(out double seconds) ? seconds : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DeliveryException("The token server's answer is no token (RFC 6749, 5.1). Check TokenUrl.");
        }
    }

    /// <summary>The error's code of RFC 6749, 5.2, where there is one: a word, never what we sent.</summary>
    private static string ReasonIn(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out JsonElement error) && error.GetString() is { Length: < 40 } code
                && code.All(c => char.IsAsciiLetter(c) || c == '_') ? $" ({code})" : string.Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return string.Empty;
        }
    }
}
