using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Security.SignIn.OpenId;

/// <summary>A provider's people at two processes of one hub, as a balancer sends them.</summary>
public sealed class OpenIdSharedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_that_began_at_one_process_ends_at_another_and_one_of_them_asks_the_provider_again_for_both()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        using var folder = new TestFolder();
        int providerPort = TestPorts.Free();
        int port = TestPorts.Free();
        string secret = folder.File("secret", OpenIdServer.Secret);
        var clock = new AheadClock();
        var address = new Uri($"http://127.0.0.1:{port}");
        await using OpenIdServer server = await OpenIdServer.StartAsync(
            providerPort, new Uri(address, "/v1/session/openid/city/callback"), new Uri(address, "/console"), OpenIdScene.People, refresh: true, Cancellation);
        await using RunningHub one = await RunningHub.StartScaledAsync(redis, options => Configure(options, $"127.0.0.1:0"), seed: 1, clock);
        await using RunningHub two = await RunningHub.StartScaledAsync(redis, options => Configure(options, $"127.0.0.1:{port}"), seed: 2, clock);
        Uri[] hubs = [one.Http.BaseAddress!, two.Http.BaseAddress!];
        using TestBrowser browser = new();

        // One site for the browser, with two processes behind it: the provider sends it back to the second.
        browser.Cookies[hubs[1].Authority] = browser.CookiesOf(hubs[0]);
        (Uri at, HttpResponseMessage answer) = await browser.GoAsync(new Uri(hubs[0], "/v1/session/openid/city?return=%2Fv1%2Fsession"), "noi");
        Assert.Equal((200, hubs[1].Authority), ((int)answer.StatusCode, at.Authority));
        Assert.All(await RolesAsync(), role => Assert.Equal("operator", role));
        string kept = await redis.CommandAsync(Cancellation, "GET", (await redis.CommandAsync(Cancellation, "KEYS", "transithub:{+sessions}:vouch:*")).Trim());
        Assert.NotEmpty(kept);
        Assert.DoesNotContain("RefreshToken", kept, StringComparison.Ordinal);

        await server.ChangePeopleAsync("""{ "noi": { "preferred_username": "noi", "groups": ["hub-viewers"] } }""", Cancellation);
        clock.Ahead = TimeSpan.FromMinutes(16);
        Assert.All(await RolesAsync(), role => Assert.Equal("viewer", role));
        Assert.Equal(1, await server.CountRefreshesAsync(Cancellation));
        Assert.Equal(["role noi@city"], await AuditAsync(one));
        Assert.Equal(["role noi@city"], await AuditAsync(two));

        void Configure(HubOptions options, string http)
        {
            options.Http = http;
            options.Security.PublicAddress = address.AbsoluteUri;
            options.Security.Operators.Add(new NamedOperator { Name = "ada", PasswordHash = PasswordHash.Create("ส้มตำ", 10_000), Role = OperatorRole.Admin });
            options.Security.OpenId.Add(new OpenIdProvider
            {
                Name = "city", Authority = $"http://127.0.0.1:{providerPort}", ClientId = "hub", ClientSecretFile = secret, Scopes = "openid profile groups",
                Roles = new OpenIdRoles { Operator = ["hub-operators"], Viewer = ["hub-viewers"] },
            });
        }

        async Task<IEnumerable<string?>> RolesAsync()
        {
            JsonNode[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => browser.SessionAsync(hubs[i % 2])));
            return all.Select(s => (string?)s["role"]);
        }
    }

    private static async Task<IEnumerable<string>> AuditAsync(RunningHub hub)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/v1/audit", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:ส้มตำ")));
        using HttpResponseMessage answer = await hub.Http.SendAsync(request, Cancellation);
        JsonNode body = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(Cancellation))!;
        return body["entries"]!.AsArray().Where(e => (string?)e!["of"] == "session").Select(e => $"{e!["what"]} {e["id"]}");
    }

    /// <summary>Runs as the machine's, and may be set ahead.</summary>
    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + this.Ahead;
    }
}
