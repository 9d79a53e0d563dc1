using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.SignIn;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>Signing in with a browser: <c>/v1/session</c> and what its cookie opens.</summary>
public sealed class SessionEndpointsTests
{
    private const string Session = "/v1/session";
    private const string Alerts = "/v1/feeds/city/alerts";
    private const string Alert = """{"informed_entities": [{"route_id": "R"}], "header_text": {"en": "Road closed"}, "description_text": {"en": "Detour"}}""";
    private static readonly string Hash = PasswordHash.Create("ส้มตำ", 10_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_is_known_by_a_cookie_that_scripts_and_other_sites_do_not_get()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        JsonNode nobody = (await web.GetAsync(Session))!;
        Assert.Equal("""{"signed_in":false,"ways":{"password":true,"providers":[]}}""", nobody.ToJsonString());

        (HttpResponseMessage answer, JsonNode? body) = await SignInAsync(web, "oscar");
        Assert.Equal((200, true), ((int)answer.StatusCode, answer.Headers.CacheControl!.NoStore));
        string cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.CookieName, StringComparison.Ordinal));
        Assert.Equal(["path=/", "samesite=lax", "httponly"], cookie.Split("; ")[1..]);
        Assert.DoesNotContain("oscar", cookie, StringComparison.Ordinal);
        long ends = TestCity.Morning.UnixSeconds + (8 * 3600);
        string expected = $$$"""{"signed_in":true,"name":"oscar","role":"operator","way":"password","ends_at":{{{ends}}},"ways":{"password":true,"providers":[]}}""";
        Assert.Equal(expected, body!.ToJsonString());
        Assert.Equal(expected, (await web.GetAsync(Session))!.ToJsonString());
        Assert.Equal(200, (int)(await web.Http.GetAsync("/v1/devices", Cancellation)).StatusCode);
        Assert.Equal(403, (int)(await web.Http.GetAsync("/v1/keys", Cancellation)).StatusCode);
        (HttpResponseMessage written, JsonNode? alert) = await SendAsync(web, HttpMethod.Post, Alerts, Alert);
        Assert.Equal((201, "oscar"), ((int)written.StatusCode, (string?)alert!["updated_by"]));
    }

    [Fact]
    public async Task Who_signs_out_is_nobody_and_a_copy_of_the_cookie_opens_nothing()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        (HttpResponseMessage signedIn, _) = await SignInAsync(web, "ada");
        using HttpClient thief = web.Connect();
        thief.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.CookieName, StringComparison.Ordinal)).Split(';')[0]);
        Assert.Equal(200, (int)(await thief.GetAsync("/v1/devices", Cancellation)).StatusCode);
        (HttpResponseMessage answer, JsonNode? body) = await SendAsync(web, HttpMethod.Delete, Session);
        Assert.Equal((200, false), ((int)answer.StatusCode, (bool)body!["signed_in"]!));
        Assert.False((bool)(await web.GetAsync(Session))!["signed_in"]!);
        Assert.Equal(401, (int)(await web.Http.GetAsync("/v1/devices", Cancellation)).StatusCode);
        Assert.Equal(401, (int)(await thief.GetAsync("/v1/devices", Cancellation)).StatusCode);
        Assert.Equal(200, (int)(await SignInAsync(web, "ada")).Response.StatusCode);
        Assert.Equal(200, (int)(await web.Http.GetAsync("/v1/devices", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("oscar", "wrong", 401)]
    [InlineData("nobody", "ส้มตำ", 401)]
    [InlineData("oscar", "", 400)]
    [InlineData("", "ส้มตำ", 400)]
    public async Task A_wrong_sign_in_is_told_so_and_no_more(string name, string password, int status)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        (HttpResponseMessage answer, JsonNode? body) = await SignInAsync(web, name, password);
        Assert.Equal((status, "application/problem+json", false), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.Contains("Set-Cookie")));
        Assert.Empty(answer.Headers.WwwAuthenticate);
        Assert.DoesNotContain("oscar", body!.ToJsonString(), StringComparison.Ordinal);
        Assert.False((bool)(await web.GetAsync(Session))!["signed_in"]!);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0.5)]
    public async Task A_session_ends_when_its_time_is_over_however_busy_it_is(double hours)
    {
        HubOptions options = WithOperators();
        options.Security.SignIn.SessionHours = hours;
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        await SignInAsync(web, "ada");
        for (int i = 0; i < 9; i++)
        {
            web.Clock.Advance(TimeSpan.FromHours(hours / 10));
            Assert.Equal("ada", (string?)(await web.GetAsync(Session))!["name"]);
        }

        web.Clock.Advance(TimeSpan.FromHours(hours / 10) + TimeSpan.FromSeconds(1));
        Assert.False((bool)(await web.GetAsync(Session))!["signed_in"]!);
        Assert.Equal(401, (int)(await web.Http.GetAsync("/v1/devices", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task What_a_session_may_is_what_the_settings_say_now()
    {
        HubOptions options = WithOperators();
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        await SignInAsync(web, "ada");
        NamedOperator ada = options.Security.Operators.Single(o => o.Name == "ada");
        ada.Role = OperatorRole.Viewer;
        Assert.Equal("viewer", (string?)(await web.GetAsync(Session))!["role"]);
        Assert.Equal(403, (int)(await web.Http.GetAsync("/v1/keys", Cancellation)).StatusCode);
        ada.PasswordHash = PasswordHash.Create("another", 10_000);
        Assert.False((bool)(await web.GetAsync(Session))!["signed_in"]!);
        ada.PasswordHash = Hash;
        Assert.True((bool)(await web.GetAsync(Session))!["signed_in"]!);
        options.Security.Operators.Remove(ada);
        Assert.False((bool)(await web.GetAsync(Session))!["signed_in"]!);
    }

    [Fact]
    public async Task A_cookie_that_was_changed_opens_nothing()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        (HttpResponseMessage answer, _) = await SignInAsync(web, "ada");
        string cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.CookieName, StringComparison.Ordinal)).Split(';')[0];
        using HttpClient other = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = web.Http.BaseAddress };
        Assert.True(await IsKnownAsync(cookie));
        int middle = cookie.Length / 2;
        string swapped = cookie[..middle] + (cookie[middle] == 'A' ? 'B' : 'A') + cookie[(middle + 1)..];
        foreach (string damaged in (string[])[swapped, cookie[..^4], Sessions.CookieName + "=", Sessions.CookieName + "=%00", Sessions.CookieName + "=" + new string('A', 4000)])
        {
            Assert.False(await IsKnownAsync(damaged));
        }

        async Task<bool> IsKnownAsync(string sent)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Session);
            request.Headers.Add("Cookie", sent);
            HttpResponseMessage said = await other.SendAsync(request, Cancellation);
            return (bool)JsonNode.Parse(await said.Content.ReadAsStringAsync(Cancellation))!["signed_in"]!;
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin", 201)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Origin", "OWN", 201)]
    [InlineData("Origin", "https://hub.example.org", 201)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("X-Other", "x", 403)]
    public async Task A_write_with_the_cookie_must_come_from_a_page_of_the_hub(string header, string value, int status)
    {
        HubOptions options = WithOperators();
        options.Security.PublicAddress = "https://hub.example.org";
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        using HttpClient browser = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = web.Http.BaseAddress };
        (HttpResponseMessage signedIn, _) = await SignInAsync(web, "ada");
        string cookie = signedIn.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith(Sessions.CookieName, StringComparison.Ordinal));
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        foreach ((HttpMethod method, string path, string? body) in new[] { (HttpMethod.Post, Alerts, Alert), (HttpMethod.Delete, Session, null) })
        {
            using HttpRequestMessage request = new(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Cookie", cookie.Split(';')[0]);
            request.Headers.Add(header, value == "OWN" ? web.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) : value);
            HttpResponseMessage answer = await browser.SendAsync(request, Cancellation);
            Assert.Equal((method, body is null && status == 201 ? 200 : status), (method, (int)answer.StatusCode));
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Origin", "https://evil.example", 403)]
    [InlineData("X-Other", "x", 201)]
    public async Task Passwords_and_the_own_machine_are_not_used_by_pages_of_other_sites_either(string header, string value, int status)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        await using TestWeb local = await TestWeb.StartAsync(new TestCity());
        web.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("oscar:ส้มตำ")));
        foreach (TestWeb each in (TestWeb[])[web, local])
        {
            each.Http.DefaultRequestHeaders.Add(header, value);
            Assert.Equal(status, (int)(await each.SendAsync(HttpMethod.Post, Alerts, Alert)).Response.StatusCode);
        }

        web.Http.DefaultRequestHeaders.Authorization = null;
        (HttpResponseMessage signedIn, _) = await web.SendAsync(HttpMethod.Post, Session, """{"name":"oscar","password":"ส้มตำ"}""");
        Assert.Equal(status == 201 ? 200 : 403, (int)signedIn.StatusCode);
    }

    [Theory]
    [InlineData("X-Requested-With", "console", "Session")]
    [InlineData("Sec-Fetch-Mode", "cors", "Session")]
    [InlineData("Sec-Fetch-Mode", "navigate", "Basic")]
    [InlineData("X-Other", "x", "Basic")]
    public async Task A_refusal_to_a_pages_script_does_not_make_the_browser_ask(string header, string value, string scheme)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        web.Http.DefaultRequestHeaders.Add(header, value);
        HttpResponseMessage answer = await web.Http.GetAsync("/v1/devices", Cancellation);
        Assert.Equal((401, scheme), ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.Single().Scheme));
    }

    [Fact]
    public async Task Where_nobody_can_sign_in_the_own_machine_needs_not_to()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        const string local = """{"signed_in":true,"name":"local","role":"admin","way":"local","ways":{"password":false,"providers":[]}}""";
        Assert.Equal(local, (await web.GetAsync(Session))!.ToJsonString());
        Assert.Equal(403, (int)(await SignInAsync(web, "ada")).Response.StatusCode);
        Assert.Equal(local, (await SendAsync(web, HttpMethod.Delete, Session)).Body!.ToJsonString());
        web.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        JsonNode elsewhere = (await web.GetAsync(Session))!;
        Assert.False((bool)elsewhere["signed_in"]!);
        Assert.Contains("Security:Operators", (string)elsewhere["remedy"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_passwords_with_each_request_go_on_beside_sessions()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        await SignInAsync(web, "vera");
        web.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:ส้มตำ")));
        JsonNode said = (await web.GetAsync(Session))!;
        Assert.Equal(("ada", "basic", null), ((string?)said["name"], (string?)said["way"], said["ends_at"]));
    }

    [Fact]
    public async Task Who_guesses_too_often_waits_by_form_and_by_header_and_a_known_browser_does_not()
    {
        HubOptions options = WithOperators();
        options.Security.SignIn.FreeFailures = 2;
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        await SignInAsync(web, "ada");
        using HttpClient stranger = web.Connect();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(401, (int)(await stranger.PostAsync(Session, Json("""{"name":"vera","password":"guess"}"""), Cancellation)).StatusCode);
        }

        HttpResponseMessage late = await stranger.PostAsync(Session, Json("""{"name":"vera","password":"ส้มตำ"}"""), Cancellation);
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)late.StatusCode, late.Headers.RetryAfter!.Delta));
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("vera:ส้มตำ")));
        HttpResponseMessage basic = await stranger.GetAsync("/v1/devices", Cancellation);
        Assert.Equal((429, TimeSpan.FromSeconds(1)), ((int)basic.StatusCode, basic.Headers.RetryAfter!.Delta));

        // The same address: only the cookie tells this browser from the stranger.
        stranger.DefaultRequestHeaders.Authorization = null;
        for (int i = 0; i < 3; i++)
        {
            await stranger.PostAsync(Session, Json("""{"name":"ada","password":"guess"}"""), Cancellation);
        }

        Assert.Equal(429, (int)(await stranger.PostAsync(Session, Json("""{"name":"ada","password":"ส้มตำ"}"""), Cancellation)).StatusCode);
        Assert.Equal(200, (int)(await SignInAsync(web, "ada")).Response.StatusCode);
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (int)(await stranger.PostAsync(Session, Json("""{"name":"ada","password":"ส้มตำ"}"""), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Publishers_who_guess_wait_too()
    {
        HubOptions options = new();
        options.Security.MqttUsers.Add(new NamedUser { Name = "agency", PasswordHash = Hash });
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        List<int> answers = [];
        for (int i = 0; i < 7; i++)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, "/v1/feeds/city/upstream/vehicles") { Content = new ByteArrayContent([]) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("agency:guess"u8));
            answers.Add((int)(await web.Http.SendAsync(request, Cancellation)).StatusCode);
        }

        Assert.Equal([401, 401, 401, 401, 401, 401, 429], answers);
    }

    private static HubOptions WithOperators()
    {
        HubOptions options = new();
        options.Security.Operators =
        [
            new NamedOperator { Name = "vera", PasswordHash = Hash, Role = OperatorRole.Viewer },
            new NamedOperator { Name = "oscar", PasswordHash = Hash },
            new NamedOperator { Name = "ada", PasswordHash = Hash, Role = OperatorRole.Admin },
        ];
        return options;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<(HttpResponseMessage Response, JsonNode? Body)> SignInAsync(TestWeb web, string name, string password = "ส้มตำ") =>
        SendAsync(web, HttpMethod.Post, Session, new JsonObject { ["name"] = name, ["password"] = password }.ToJsonString());

    /// <summary>As a page of the hub does.</summary>
    private static async Task<(HttpResponseMessage Response, JsonNode? Body)> SendAsync(TestWeb web, HttpMethod method, string path, string? body = null)
    {
        web.Http.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        web.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        (HttpResponseMessage Response, JsonNode? Body) answer = await web.SendAsync(method, path, body);
        web.Http.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        return answer;
    }
}
