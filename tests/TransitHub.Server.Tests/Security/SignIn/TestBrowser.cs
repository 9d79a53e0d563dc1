using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TransitHub.Server.Tests.Security.SignIn;

/// <summary>As much of a browser as signing in takes: cookies by site, whatever the clock of who set them, and redirects one by one.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>The cookies of each site, by name.</summary>
    public Dictionary<string, Dictionary<string, string>> Cookies { get; } = new(StringComparer.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The cookies of a site.</summary>
    public Dictionary<string, string> CookiesOf(Uri site)
    {
        if (!this.Cookies.TryGetValue(site.Authority, out Dictionary<string, string>? jar))
        {
            this.Cookies[site.Authority] = jar = new Dictionary<string, string>(StringComparer.Ordinal);
        }

        return jar;
    }

    /// <summary>Sends one request, as a page of that site does.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri to, HttpContent? content = null)
    {
        using HttpRequestMessage request = new(method, to) { Content = content };
        Dictionary<string, string> jar = this.CookiesOf(to);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (jar.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", jar.Select(c => $"{c.Key}={c.Value}")));
        }

        HttpResponseMessage response = await this.http.SendAsync(request, Cancellation);
        foreach (string set in response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? all) ? all : [])
        {
            string[] pair = set.Split(';')[0].Split('=', 2);
            if (pair[1].Length == 0 || set.Contains("01 Jan 1970", StringComparison.Ordinal))
            {
                jar.Remove(pair[0]);
            }
            else
            {
                jar[pair[0]] = pair[1];
            }
        }

        return response;
    }

    /// <summary>Goes to a page and where that leads, as a person who signs in at the provider by the name, or gives up there.</summary>
    /// <param name="to">Where to begin.</param>
    /// <param name="who">Their name at the provider; null: they give up.</param>
    /// <param name="stop">Where not to go any more; null: everywhere.</param>
    public async Task<(Uri At, HttpResponseMessage Answer)> GoAsync(Uri to, string? who = null, Func<Uri, bool>? stop = null)
    {
        Uri at = to;
        for (int i = 0; i < 12; i++)
        {
            HttpResponseMessage answer = await this.SendAsync(HttpMethod.Get, at.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal) && who is not null ? new Uri(at + "?as=" + who) : at);
            if (answer.StatusCode is not (HttpStatusCode.Found or HttpStatusCode.SeeOther))
            {
                return (at, answer);
            }

            at = new Uri(at, answer.Headers.Location!);
            if (stop?.Invoke(at) == true)
            {
                return (at, answer);
            }
        }

        throw new InvalidOperationException($"No end of redirects at {at}.");
    }

    /// <summary>What <c>/v1/session</c> of a hub says.</summary>
    public async Task<JsonNode> SessionAsync(Uri hub) => JsonNode.Parse(await TextOf(await this.SendAsync(HttpMethod.Get, new Uri(hub, "/v1/session"))))!;

    /// <summary>Signs in with a password.</summary>
    public Task<HttpResponseMessage> SignInAsync(Uri hub, string name, string password) => this.SendAsync(
        HttpMethod.Post, new Uri(hub, "/v1/session"),
        new StringContent(new JsonObject { ["name"] = name, ["password"] = password }.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>The text of an answer.</summary>
    public static Task<string> TextOf(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Cancellation);

    public void Dispose() => this.http.Dispose();
}
