using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TransitHub.Server.Security.SignIn;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.SignIn.OpenId;

/// <summary>Operators of a provider of OpenID Connect, by a real one over real HTTP.</summary>
public sealed class OpenIdSignInTests
{
    private const string Alert = """{"informed_entities": [{"route_id": "R"}], "header_text": {"en": "Road closed"}, "description_text": {"en": "Detour"}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_a_role_by_a_claim_is_signed_in_under_a_name_that_tells_the_provider()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        Assert.Equal(
            """{"signed_in":false,"ways":{"password":true,"providers":[{"name":"city","href":"/v1/session/openid/city"}]}}""", (await browser.SessionAsync(scene.Hub)).ToJsonString());
        (Uri at, _) = await browser.GoAsync(scene.Link("?return=%2Fv1%2Fdevices%3Flimit%3D1"), "noi");
        Assert.Equal("/v1/devices?limit=1", at.PathAndQuery);

        JsonNode session = await browser.SessionAsync(scene.Hub);
        Assert.Equal(("noi@city", "operator", "openid", "city"), ((string?)session["name"], (string?)session["role"], (string?)session["way"], (string?)session["provider"]));
        Assert.Equal(scene.Web.Clock.GetUtcNow().AddHours(8).ToUnixTimeSeconds(), (long)session["ends_at"]!);
        string cookie = Assert.Contains(Sessions.CookieName, browser.CookiesOf(scene.Hub));
        Assert.Equal([Sessions.CookieName], browser.CookiesOf(scene.Hub).Keys);
        Assert.DoesNotContain("noi", cookie, StringComparison.Ordinal);
        HttpResponseMessage written = await browser.SendAsync(HttpMethod.Post, new Uri(scene.Hub, "/v1/feeds/city/alerts"), Json(Alert));
        Assert.Equal((201, "noi@city"), ((int)written.StatusCode, (string?)JsonNode.Parse(await TestBrowser.TextOf(written))!["updated_by"]));
        HttpResponseMessage keys = await browser.SendAsync(HttpMethod.Get, new Uri(scene.Hub, "/v1/keys"));
        Assert.Equal(403, (int)keys.StatusCode);
        Assert.Contains("Security:OpenId", await TestBrowser.TextOf(keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sites_page_does_not_write_with_the_session_and_a_changed_cookie_opens_nothing()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), "noi");
        string cookie = browser.CookiesOf(scene.Hub)[Sessions.CookieName];
        using HttpClient other = new(new SocketsHttpHandler { UseCookies = false });
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(scene.Hub, "/v1/feeds/city/alerts")) { Content = Json(Alert) };
        request.Headers.Add("Cookie", $"{Sessions.CookieName}={cookie}");
        request.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(403, (int)(await other.SendAsync(request, Cancellation)).StatusCode);
        Assert.Empty(scene.Web.Feed.Alerts.Book.Alerts);
        browser.CookiesOf(scene.Hub)[Sessions.CookieName] = cookie[..40] + (cookie[40] == 'A' ? 'B' : 'A') + cookie[41..];
        Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
    }

    [Theory]
    [InlineData("boss", "groups", "boss@city", "admin")]
    [InlineData("boss", "realm_access.roles", "boss@city", "viewer")]
    [InlineData("u-17", "groups", "u-17@city", "viewer")]
    public async Task The_highest_role_counts_and_the_claims_are_the_ones_that_the_settings_name(string who, string claim, string name, string role)
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider =>
        {
            provider.RoleClaim = claim;
            provider.Roles.Viewer.Add("watcher");
        });
        using TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), who);
        JsonNode session = await browser.SessionAsync(scene.Hub);
        Assert.Equal((name, role), ((string?)session["name"], (string?)session["role"]));
    }

    [Fact]
    public async Task The_name_is_of_the_claim_that_the_settings_name()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider => provider.NameClaim = "sub");
        using TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), "noi");
        Assert.Equal("noi@city", (string?)(await browser.SessionAsync(scene.Hub))["name"]);
    }

    [Fact]
    public async Task Without_the_scope_there_is_no_claim()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider => provider.Scopes = "openid profile");
        using TestBrowser browser = new();
        Assert.Equal(403, (int)(await browser.GoAsync(scene.Link(), "noi")).Answer.StatusCode);
    }

    [Fact]
    public async Task Who_has_no_role_is_told_so_and_what_to_ask_for()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        (_, HttpResponseMessage answer) = await browser.GoAsync(scene.Link(), "guest");
        string page = WebUtility.HtmlDecode(await TestBrowser.TextOf(answer));
        Assert.Equal((403, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("knows you as guest <b>@city", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", await TestBrowser.TextOf(answer), StringComparison.Ordinal);
        Assert.Contains("in the claim 'groups': hub-admins = admin, hub-operators = operator, hub-viewers = viewer", page, StringComparison.Ordinal);
        Assert.Contains("คุณยังไม่มีสิทธิ์ใช้งาน", page, StringComparison.Ordinal);
        Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
        Assert.Equal(401, (int)(await browser.SendAsync(HttpMethod.Get, new Uri(scene.Hub, "/v1/devices"))).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_is_not_to_this_browsers_question_signs_nobody_in()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();

        // Somebody else's answer, in a browser that asked nothing.
        using TestBrowser thief = new();
        (Uri stolen, _) = await thief.GoAsync(scene.Link(), "boss", IsCallback);
        using TestBrowser idle = new();
        await AssertNobodyAsync(idle, stolen);

        // The same in a browser that asked a question of its own.
        using TestBrowser busy = new();
        (Uri own, _) = await busy.GoAsync(scene.Link(), "noi", IsCallback);
        await AssertNobodyAsync(busy, stolen);

        // Another's code to the own question: the proof of the question (PKCE) is not the code's.
        string code = QueryOf(stolen)["code"];
        await AssertNobodyAsync(busy, new Uri(Regex.Replace(own.AbsoluteUri, "code=[^&]*", "code=" + code)));

        // A state that was changed, or is missing.
        using TestBrowser third = new();
        (Uri right, _) = await third.GoAsync(scene.Link(), "noi", IsCallback);
        string state = QueryOf(right)["state"];
        await AssertNobodyAsync(third, new Uri(right.AbsoluteUri.Replace(state, state[..^4] + "AAAA", StringComparison.Ordinal)));
        await AssertNobodyAsync(third, new Uri(right.AbsoluteUri.Replace("state=" + state, string.Empty, StringComparison.Ordinal)));

        // Without the nonce that the ID token must repeat.
        foreach (string nonce in third.CookiesOf(scene.Hub).Keys.Where(k => k.Contains("Nonce", StringComparison.Ordinal)).ToArray())
        {
            third.CookiesOf(scene.Hub).Remove(nonce);
        }

        await AssertNobodyAsync(third, right);

        async Task AssertNobodyAsync(TestBrowser browser, Uri callback)
        {
            HttpResponseMessage answer = await browser.SendAsync(HttpMethod.Get, callback);
            Assert.Equal((400, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
            Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
        }
    }

    [Fact]
    public async Task Who_gives_up_at_the_provider_is_offered_to_try_again()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        (_, HttpResponseMessage answer) = await browser.GoAsync(scene.Link());
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("href=\"/v1/session/openid/city\"", await TestBrowser.TextOf(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_ends_with_its_time_and_with_the_role_in_the_settings()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider => provider.RecheckMinutes = 1_440);
        using TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), "noi");
        List<string> operators = scene.Provider.Roles.Operator;
        operators.Clear();
        Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
        operators.Add("hub-operators");
        scene.Web.Clock.Advance(TimeSpan.FromHours(7.9));
        Assert.True((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
        scene.Web.Clock.Advance(TimeSpan.FromHours(0.2));
        Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
    }

    [Fact]
    public async Task Signing_out_goes_on_at_the_provider()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), "noi");

        // The provider knows the browser by now: without a question it would sign it in again.
        (Uri again, _) = await browser.GoAsync(scene.Link(), stop: u => u.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal) || u.AbsolutePath == "/console");
        Assert.Equal("/console", again.AbsolutePath);

        JsonNode signedOut = JsonNode.Parse(await TestBrowser.TextOf(await browser.SendAsync(HttpMethod.Delete, new Uri(scene.Hub, "/v1/session"))))!;
        Assert.False((bool)signedOut["signed_in"]!);
        Assert.False((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
        (Uri at, HttpResponseMessage page) = await browser.GoAsync(new Uri((string)signedOut["continue_at"]!));
        string form = await TestBrowser.TextOf(page);
        Assert.Equal(200, (int)page.StatusCode);
        string xsrf = Regex.Match(form, "name=\"xsrf\" value=\"([^\"]*)\"").Groups[1].Value;
        HttpResponseMessage left = await browser.SendAsync(
            HttpMethod.Post, new Uri(at, Regex.Match(form, "action=\"([^\"]*)\"").Groups[1].Value),
            new FormUrlEncodedContent(new Dictionary<string, string> { ["xsrf"] = xsrf, ["logout"] = "yes" }));
        Assert.Equal(new Uri(scene.Hub, "/console"), left.Headers.Location);
        (Uri asked, _) = await browser.GoAsync(scene.Link(), stop: u => u.AbsolutePath.StartsWith("/interaction/", StringComparison.Ordinal));
        Assert.StartsWith("/interaction/", asked.AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("console")]
    [InlineData("")]
    public async Task Nobody_is_led_to_another_site(string path)
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        (Uri at, _) = await browser.GoAsync(scene.Link("?return=" + Uri.EscapeDataString(path)), "noi");
        Assert.Equal(new Uri(scene.Hub, "/console"), at);
    }

    [Fact]
    public async Task A_provider_that_is_away_keeps_nobody_else_out_and_is_asked_again()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(isAway: true);
        using TestBrowser browser = new();
        (_, HttpResponseMessage answer) = await browser.GoAsync(scene.Link(), "noi");
        Assert.Equal((502, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(200, (int)(await browser.SignInAsync(scene.Hub, "ada", "ส้มตำ")).StatusCode);
        await browser.SendAsync(HttpMethod.Delete, new Uri(scene.Hub, "/v1/session"));
        await scene.StartProviderAsync();
        await browser.GoAsync(scene.Link(), "noi");
        Assert.Equal("noi@city", (string?)(await browser.SessionAsync(scene.Hub))["name"]);
    }

    [Fact]
    public async Task A_provider_does_not_lead_the_hub_on_by_redirects()
    {
        string target = string.Empty;
        int asked = 0;
        await using LocalServer front = await LocalServer.StartAsync(web => web.MapGet("/{**path}", (string path) =>
        {
            asked++;
            return Results.Redirect($"{target}/{path}");
        }));
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider => (target, provider.Authority) = (provider.Authority, front.Address));
        using TestBrowser browser = new();
        Assert.Equal(502, (int)(await browser.GoAsync(scene.Link(), "noi")).Answer.StatusCode);
        Assert.NotEqual(0, asked);
    }

    [Fact]
    public async Task The_clients_secret_is_read_anew_from_its_file()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        await File.WriteAllTextAsync(scene.Provider.ClientSecretFile!, "another", Cancellation);
        Assert.Equal(502, (int)(await browser.GoAsync(scene.Link(), "noi")).Answer.StatusCode);
        await File.WriteAllTextAsync(scene.Provider.ClientSecretFile!, OpenIdServer.Secret + "\n", Cancellation);
        await browser.GoAsync(scene.Link(), "noi");
        Assert.True((bool)(await browser.SessionAsync(scene.Hub))["signed_in"]!);
    }

    [Fact]
    public async Task A_provider_that_there_is_not_is_told_so_and_the_figures_tell_how_sign_ins_went()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = new();
        (_, HttpResponseMessage answer) = await browser.GoAsync(new Uri(scene.Hub, "/v1/session/openid/other"));
        Assert.Equal((404, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        await browser.GoAsync(scene.Link(), "guest");
        await browser.SignInAsync(scene.Hub, "ada", "guess");
        string metrics = await scene.Web.Http.GetStringAsync("/metrics", Cancellation);
        Assert.Matches("transithub_sign_ins_total\\{[^}]*outcome=\"no_role\",way=\"openid\"|transithub_sign_ins_total\\{[^}]*way=\"openid\",outcome=\"no_role\"", metrics);
        Assert.Matches("transithub_sign_ins_total\\{[^}]*outcome=\"wrong\",way=\"password\"|transithub_sign_ins_total\\{[^}]*way=\"password\",outcome=\"wrong\"", metrics);
    }

    private static bool IsCallback(Uri at) => at.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal);

    private static Dictionary<string, string> QueryOf(Uri uri) =>
        uri.Query.TrimStart('?').Split('&').Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
