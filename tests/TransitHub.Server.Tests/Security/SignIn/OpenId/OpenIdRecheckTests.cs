using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Tests.Security.SignIn.OpenId;

/// <summary>What becomes of sessions when a provider says something else of somebody, by a real one over real HTTP.</summary>
public sealed class OpenIdRecheckTests
{
    private const string Lowered = """{ "noi": { "preferred_username": "noi", "groups": ["hub-viewers"] } }""";
    private const string Robbed = """{ "noi": { "preferred_username": "noi", "groups": ["staff"] } }""";
    private const string Gone = "{}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_that_is_taken_away_is_gone_within_the_time_and_the_audit_says_so()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        JsonNode session = await browser.SessionAsync(scene.Hub);
        Assert.Equal(("operator", null, null), ((string?)session["role"], (long?)session["renew_by"], (string?)session["renew_at"]));
        await scene.Server.ChangePeopleAsync(Lowered, Cancellation);
        await AssertRoleAsync(scene, browser, 9, "operator");
        Assert.Equal(0, await scene.Server.CountRefreshesAsync(Cancellation));
        await AssertRoleAsync(scene, browser, 2, "viewer");
        Assert.Equal(403, (int)(await browser.SendAsync(HttpMethod.Post, new Uri(scene.Hub, "/v1/feeds/city/alerts"))).StatusCode);
        JsonNode line = Assert.Single(await AuditAsync(scene));
        Assert.Equal(
            ("provider city", "session", "role", "noi@city", "operator", "viewer"),
            ((string?)line["who"], (string?)line["of"], (string?)line["what"], (string?)line["id"], (string?)line["before"]!["role"], (string?)line["after"]!["role"]));

        // It goes on as that, each token good for one use.
        await AssertRoleAsync(scene, browser, 11, "viewer");
        await AssertRoleAsync(scene, browser, 11, "viewer");
        Assert.Equal(3, await scene.Server.CountRefreshesAsync(Cancellation));
        Assert.Single(await AuditAsync(scene));
    }

    [Theory]
    [InlineData(Robbed, "it gives no role any more")]
    [InlineData(Gone, "invalid_grant")]
    public async Task Who_lost_every_role_or_is_gone_there_is_out_within_the_time(string people, string why)
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        await scene.Server.ChangePeopleAsync(people, Cancellation);
        await AssertRoleAsync(scene, browser, 11, null);
        JsonNode line = Assert.Single(await AuditAsync(scene));
        Assert.Equal(
            ("end", "noi@city", "operator", null, why),
            ((string?)line["what"], (string?)line["id"], (string?)line["before"]!["role"], (string?)line["after"]!["role"], (string?)line["after"]!["why"]));
        Assert.Equal("/v1/session/openid/city", (string?)(await browser.SessionAsync(scene.Hub))["renew_at"]);
        HttpResponseMessage refused = await browser.SendAsync(HttpMethod.Get, new Uri(scene.Hub, "/v1/devices"));
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("go to /v1/session/openid/city", await TestBrowser.TextOf(refused), StringComparison.Ordinal);

        // Nobody asks for them again, and a former role that comes back needs a sign-in.
        await scene.Server.ChangePeopleAsync(OpenIdScene.People, Cancellation);
        await AssertRoleAsync(scene, browser, 1, null);
        Assert.Single(await AuditAsync(scene));
    }

    [Fact]
    public async Task A_shorter_time_is_the_settings_to_say()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(provider => provider.RecheckMinutes = 3, refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        await scene.Server.ChangePeopleAsync(Lowered, Cancellation);
        await AssertRoleAsync(scene, browser, 3, "viewer");
    }

    [Fact]
    public async Task Of_many_requests_at_a_time_one_asks_the_provider()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        for (int i = 1; i <= 2; i++)
        {
            scene.Web.Clock.Advance(TimeSpan.FromMinutes(16));
            JsonNode[] all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => browser.SessionAsync(scene.Hub)));
            Assert.All(all, s => Assert.Equal("operator", (string?)s["role"]));
            Assert.Equal(i, await scene.Server.CountRefreshesAsync(Cancellation));
        }
    }

    [Fact]
    public async Task A_provider_that_is_away_for_some_minutes_ends_nothing_and_one_that_stays_away_does_until_it_is_back()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        await scene.Server.GoAwayAsync(true, Cancellation);
        await AssertRoleAsync(scene, browser, 11, "operator");
        await AssertRoleAsync(scene, browser, 3.9, "operator");
        await AssertRoleAsync(scene, browser, 0.2, null);
        Assert.Contains("not_asked", await scene.Web.Http.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
        await scene.Server.GoAwayAsync(false, Cancellation);
        await AssertRoleAsync(scene, browser, 0.2, "operator");
        Assert.Empty(await AuditAsync(scene));
    }

    [Fact]
    public async Task Without_a_refresh_token_the_browser_goes_to_the_provider_which_knows_it()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync();
        using TestBrowser browser = await SignInAsync(scene);
        JsonNode session = await browser.SessionAsync(scene.Hub);
        Assert.Equal(
            (scene.Web.Clock.GetUtcNow().AddMinutes(15).ToUnixTimeSeconds(), "/v1/session/openid/city"), ((long)session["renew_by"]!, (string?)session["renew_at"]));
        await AssertRoleAsync(scene, browser, 14.9, "operator");
        await AssertRoleAsync(scene, browser, 0.2, null);
        session = await browser.SessionAsync(scene.Hub);
        Assert.Equal((null, "/v1/session/openid/city"), ((long?)session["renew_by"], (string?)session["renew_at"]));

        // Nobody is asked for anything on the way.
        await browser.GoAsync(scene.Link());
        await AssertRoleAsync(scene, browser, 0, "operator");
        Assert.Empty(await AuditAsync(scene));

        await scene.Server.ChangePeopleAsync(Lowered, Cancellation);
        scene.Web.Clock.Advance(TimeSpan.FromMinutes(16));
        await browser.GoAsync(scene.Link());
        await AssertRoleAsync(scene, browser, 0, "viewer");
        await scene.Server.ChangePeopleAsync(Robbed, Cancellation);
        Assert.Equal(403, (int)(await browser.GoAsync(scene.Link())).Answer.StatusCode);
        await AssertRoleAsync(scene, browser, 0, null);
        Assert.Equal(["end viewer", "role operator"], (await AuditAsync(scene)).Select(l => $"{l["what"]} {l["before"]!["role"]}"));
    }

    [Fact]
    public async Task Signing_out_forgets_with_what_the_hub_could_ask()
    {
        await using OpenIdScene scene = await OpenIdScene.StartAsync(refresh: true);
        using TestBrowser browser = await SignInAsync(scene);
        Dictionary<string, string> copy = new(browser.CookiesOf(scene.Hub), StringComparer.Ordinal);
        await browser.SendAsync(HttpMethod.Delete, new Uri(scene.Hub, "/v1/session"));
        browser.Cookies[scene.Hub.Authority] = copy;
        await AssertRoleAsync(scene, browser, 11, null);
        Assert.Equal(0, await scene.Server.CountRefreshesAsync(Cancellation));
    }

    [Fact]
    public async Task Of_more_sessions_than_there_are_people_the_ones_that_end_first_are_forgotten()
    {
        var clock = new FakeTimeProvider();
        var vouches = new LocalVouches(clock);
        Vouch vouch = new(clock.GetUtcNow(), "1", ["a"], "token");
        for (int i = 0; i <= LocalVouches.Most; i++)
        {
            await vouches.SetAsync($"{i}", vouch, clock.GetUtcNow().AddHours(i == 7 ? 1 : 2), Cancellation);
        }

        Assert.Null(await vouches.FindAsync("7", Cancellation));
        Assert.NotNull(await vouches.FindAsync("0", Cancellation));
        Assert.NotNull(await vouches.FindAsync($"{LocalVouches.Most}", Cancellation));
    }

    private static async Task<TestBrowser> SignInAsync(OpenIdScene scene)
    {
        TestBrowser browser = new();
        await browser.GoAsync(scene.Link(), "noi");
        return browser;
    }

    private static async Task AssertRoleAsync(OpenIdScene scene, TestBrowser browser, double minutesLater, string? role)
    {
        scene.Web.Clock.Advance(TimeSpan.FromMinutes(minutesLater));
        Assert.Equal(role, (string?)(await browser.SessionAsync(scene.Hub))["role"]);
    }

    private static async Task<IReadOnlyList<JsonNode>> AuditAsync(OpenIdScene scene)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(scene.Hub, "/v1/audit"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:ส้มตำ")));
        using HttpResponseMessage answer = await scene.Web.Http.SendAsync(request, Cancellation);
        JsonNode body = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation))!;
        return [.. body["entries"]!.AsArray().Select(e => e!)];
    }
}
