using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What operators do to readers' keys over HTTP.</summary>
public sealed class KeysEndpointsTests : IDisposable
{
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_key_is_made_used_rotated_and_revoked()
    {
        await using TestWeb web = await this.StartAsync();
        (HttpResponseMessage made, JsonNode? body) = await web.SendAsync(HttpMethod.Post, "/v1/keys", """{"name": "An app", "tier": "app"}""");
        string id = (string)body!["id"]!;
        string key = (string)body["key"]!;
        Assert.Equal((HttpStatusCode.Created, "/v1/keys/" + id, true), (made.StatusCode, made.Headers.Location!.ToString(), made.Headers.CacheControl!.NoStore));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(web, key));

        JsonNode list = (await web.SendAsync(HttpMethod.Get, "/v1/keys")).Body!;
        JsonNode one = Assert.Single(list["keys"]!.AsArray())!;
        Assert.Equal(("An app", "app", "active", 1L, 0L), ((string)one["name"]!, (string)one["tier"]!, (string)one["state"]!, (long)one["served"]!, (long)one["limited"]!));
        Assert.Equal(TestCity.Morning.UnixSeconds, (long)one["last_at"]!);
        Assert.DoesNotContain(key.Split('_')[2], list.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((7L, "app"), ((long)list["tiers"]![0]!["requests_per_minute"]!, (string)list["tiers"]![0]!["name"]!));

        (_, JsonNode? rotated) = await web.SendAsync(HttpMethod.Post, $"/v1/keys/{id}/rotate", "{}");
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await UseAsync(web, key), await UseAsync(web, (string)rotated!["key"]!)));

        (_, JsonNode? revoked) = await web.SendAsync(HttpMethod.Delete, "/v1/keys/" + id);
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("revoked", HttpStatusCode.Unauthorized), ((string)revoked!["state"]!, await UseAsync(web, (string)rotated["key"]!)));
    }

    [Theory]
    [InlineData("{", 400, "This is no key")]
    [InlineData("null", 400, "not null")]
    [InlineData("{}", 400, "needs name and tier")]
    [InlineData("""{"name": "A", "tier": "gold"}""", 400, "Security:Readers:Tiers: app")]
    [InlineData("""{"name": "A", "tier": "app", "role": "admin"}""", 400, "name, tier, expires_at")]
    [InlineData("""{"name": "A", "tier": "app", "expires_at": 1}""", 400, "a later time")]
    [InlineData("""{"name": "", "tier": "app"}""", 400, "name of its holder")]
    public async Task What_is_no_key_is_refused_and_named(string text, int status, string words)
    {
        await using TestWeb web = await this.StartAsync();
        (HttpResponseMessage answer, JsonNode? body) = await web.SendAsync(HttpMethod.Post, "/v1/keys", text);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, body!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_sees_or_changes_them()
    {
        await using TestWeb web = await this.StartAsync(isOpen: true);
        foreach ((HttpMethod method, string path, string? text) in new[]
        {
            (HttpMethod.Get, "/v1/keys", null), (HttpMethod.Post, "/v1/keys", """{"name": "A", "tier": "app"}"""),
            (HttpMethod.Post, "/v1/keys/x/rotate", "{}"), (HttpMethod.Delete, "/v1/keys/x", (string?)null),
        })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await web.SendAsync(method, path, text)).Response.StatusCode));
        }

        Assert.Empty(Directory.EnumerateFiles(this.folder.Path, "keys*"));
    }

    [Fact]
    public async Task There_is_none_by_another_name_and_only_JSON_is_taken()
    {
        await using TestWeb web = await this.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Delete, "/v1/keys/x")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Post, "/v1/keys/x/rotate", "{}")).Response.StatusCode);
        using var form = new StringContent("name=A", Encoding.UTF8, "application/x-www-form-urlencoded");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await web.Http.PostAsync("/v1/keys", form, Cancellation)).StatusCode);
    }

    private Task<TestWeb> StartAsync(bool isOpen = false) => TestWeb.StartAsync(new TestCity(), new HubOptions
    {
        Security = new SecurityOptions
        {
            OpenReaders = isOpen,
            Readers = new ReaderOptions { Tiers = [new ReaderTier { Name = "app", RequestsPerMinute = 7 }], KeyFile = Path.Combine(this.folder.Path, "keys.json") },
        },
    });

    private static async Task<HttpStatusCode> UseAsync(TestWeb web, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/vehicles");
        request.Headers.Add("X-Api-Key", key);
        return (await web.Http.SendAsync(request, Cancellation)).StatusCode;
    }
}
