using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Audit;
using TransitHub.Server.Security.Devices;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Statics;
using TransitHub.Server.Tests.Commands;
using TransitHub.Server.Tests.Security.Devices;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What is known afterwards of who changed what.</summary>
public sealed class AuditEndpointsTests : IDisposable
{
    private const string Alerts = "/v1/feeds/city/alerts";
    private readonly TestFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Keys_alerts_and_changes_are_in_it_with_who_what_before_and_after_the_newest_first()
    {
        await using TestWeb web = await this.StartAsync();
        JsonNode made = await SendAsync(web, HttpMethod.Post, "/v1/keys", """{"name": "An app", "tier": "app"}""");
        string id = (string)made["id"]!;
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(web, HttpMethod.Post, Alerts, """{"informed_entities": [{"route_id": "R"}], "header_text": {"en": "Road closed"}, "description_text": {"en": "Detour"}}""");
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(web, HttpMethod.Post, "/v1/feeds/city/changes", $$"""{"kind": "ignore_device", "device_id": "box-1", "expires_at": {{TestCity.Morning.UnixSeconds + 3600}}}""");
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        JsonNode rotated = await SendAsync(web, HttpMethod.Post, $"/v1/keys/{id}/rotate", """{"name": "Their app"}""");
        web.Clock.Advance(TimeSpan.FromSeconds(1));
        await SendAsync(web, HttpMethod.Delete, "/v1/keys/" + id);

        JsonArray all = await ReadAsync(web, "/v1/audit");
        Assert.Equal(
            ["key revoke", "key rotate", "change create", "alert create", "key add"],
            all.Select(e => $"{(string)e!["of"]!} {(string)e["what"]!}"));
        Assert.All(all, e => Assert.Equal("local", (string)e!["who"]!));
        Assert.Equal((TestCity.Morning.UnixSeconds + 4, id, null), ((long)all[0]!["at"]!, (string)all[0]!["id"]!, (string?)all[0]!["feed"]));
        Assert.Equal(("An app", "Their app"), ((string)all[1]!["before"]!["name"]!, (string)all[1]!["after"]!["name"]!));
        Assert.Equal((null, TestCity.Morning.UnixSeconds + 4), ((long?)all[0]!["before"]!["revoked_at"], (long)all[0]!["after"]!["revoked_at"]!));
        Assert.Equal(("city", "box-1"), ((string)all[2]!["feed"]!, (string)all[2]!["after"]!["device_id"]!));
        Assert.Equal("Road closed", (string)all[3]!["after"]!["header_text"]!["en"]!);
        Assert.Null(all[4]!["before"]);
        Assert.Equal(["revoke", "rotate"], (await ReadAsync(web, "/v1/audit?limit=2")).Select(e => (string)e!["what"]!));

        using HttpResponseMessage export = await web.Http.GetAsync(new Uri("/v1/audit/export", UriKind.Relative), Cancellation);
        string[] lines = (await export.Content.ReadAsStringAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("application/jsonl", export.Content.Headers.ContentType!.MediaType);
        Assert.Equal(all.Reverse().Select(e => e!.ToJsonString()), lines.Select(l => JsonNode.Parse(l)!.ToJsonString()));

        string file = await File.ReadAllTextAsync(Path.Combine(this.folder.Path, "audit.jsonl"), Cancellation);
        Assert.All([made, rotated], n => Assert.DoesNotContain(((string)n["key"]!).Split('_')[2], file, StringComparison.Ordinal));
        Assert.All(new KeyFile(Path.Combine(this.folder.Path, "keys.json")).Read(), k => Assert.DoesNotContain(k.Hash, file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Credentials_of_devices_and_static_versions_are_in_it_without_what_opens_them()
    {
        await using TestWeb web = await this.StartAsync();
        CredentialsAt("ada", 1, all => [.. all, CredentialFolder.Device("bus-1")]);
        CredentialsAt("ada", 2, all => [all[0] with { SecretHash = DeviceSecret.Hash("other") }]);
        CredentialsAt(null, 3, all => [all[0] with { Kinds = ["avl"] }]);
        CredentialsAt("ada", 4, all => [all[0] with { RevokedAt = DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds + 4) }]);
        CredentialsAt("noi", 5, _ => []);
        CredentialsAt("noi", 6, all => all);
        web.Feed.Static.History.Add(new StaticEvent(TestCity.Morning.UnixSeconds + 7, "rolled_back", "v1", "hash", "noi", "wrong stops", [], "request-1"));
        web.Feed.Static.History.Add(new StaticEvent(TestCity.Morning.UnixSeconds + 8, "published", "v2", "hash", StaticRequest.Nobody, "the source changed", [], null));

        JsonArray all = await ReadAsync(web, "/v1/audit");
        Assert.Equal(
            ["noi static rolled_back city v1", "noi device remove city bus-1", "ada device revoke city bus-1", $"{AuditedChange.CommandLine} device edit city bus-1", "ada device rotate city bus-1", "ada device add city bus-1"],
            all.Select(e => $"{e!["who"]} {e["of"]} {e["what"]} {e["feed"]} {e["id"]}"));
        Assert.Equal("wrong stops", (string)all[0]!["after"]!["why"]!);
        Assert.Null(all[1]!["after"]);
        Assert.Equal((null, true), ((string?)all[2]!["before"]!["revoked_at"], all[2]!["after"]!["revoked_at"] is not null));
        Assert.Equal((5, 1), (all[3]!["before"]!["kinds"]!.AsArray().Count, all[3]!["after"]!["kinds"]!.AsArray().Count));
        Assert.Null(all[5]!["before"]);
        Assert.DoesNotContain("pbkdf2", await File.ReadAllTextAsync(Path.Combine(this.folder.Path, AuditFile.Name), Cancellation), StringComparison.Ordinal);

        void CredentialsAt(string? who, int second, Func<IReadOnlyList<DeviceCredential>, IReadOnlyList<DeviceCredential>> change) => DeviceCredentialFile.Change(
            Path.Combine(this.folder.Path, DeviceCredentialFile.DefaultName), new DeviceLimits(),
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds + second)), change, who);
    }

    [Fact]
    public async Task Nothing_that_the_product_does_changes_a_line_that_is_there()
    {
        await using TestWeb web = await this.StartAsync();
        JsonNode paths = JsonNode.Parse(await web.Http.GetStringAsync("/openapi/v1.json", Cancellation))!["paths"]!;
        Assert.Equal(["/v1/audit get", "/v1/audit/export get", "/v1/feeds/{feed}/alerts/audit get", "/v1/feeds/{feed}/changes/audit get"], paths.AsObject()
            .Where(p => p.Key.Contains("audit", StringComparison.Ordinal)).SelectMany(p => p.Value!.AsObject().Select(m => $"{p.Key} {m.Key}")).Order(StringComparer.Ordinal));

        string audit = Path.Combine(this.folder.Path, AuditFile.Name);
        JsonNode made = await SendAsync(web, HttpMethod.Post, "/v1/keys", """{"name": "An app", "tier": "app"}""");
        byte[] before = await File.ReadAllBytesAsync(audit, Cancellation);

        // Commands that are told that it is their own file, too.
        string config = this.folder.File("hub.json", $$"""{ "DeviceAccess": { "File": "{{audit}}" } }""");
        (await CommandRun.Of("key", "add", "--name", "App", "--tier", "app", "--file", audit)).AssertFailed(1, "cannot be read");
        (await CommandRun.Of("device", "add", "bus-1", "--feed", "city", "--config", config)).AssertFailed(1, "cannot be used");
        Assert.Equal(before, await File.ReadAllBytesAsync(audit, Cancellation));

        Assert.Equal(0, (await CommandRun.Of("device", "add", "bus-1", "--feed", "city", "--data", this.folder.Path)).ExitCode);
        await SendAsync(web, HttpMethod.Delete, "/v1/keys/" + (string)made["id"]!);
        byte[] after = await File.ReadAllBytesAsync(audit, Cancellation);
        Assert.True(after.Length > before.Length);
        Assert.Equal(before, after[..before.Length]);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task No_call_changes_it(string method)
    {
        await using TestWeb web = await this.StartAsync();
        await SendAsync(web, HttpMethod.Post, "/v1/keys", """{"name": "An app", "tier": "app"}""");
        using var request = new HttpRequestMessage(new HttpMethod(method), "/v1/audit") { Content = new StringContent("[]", Encoding.UTF8, "application/json") };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await web.Http.SendAsync(request, Cancellation)).StatusCode);
        Assert.Single(await ReadAsync(web, "/v1/audit"));
    }

    [Fact]
    public async Task What_is_refused_is_no_change()
    {
        await using TestWeb web = await this.StartAsync();
        await SendAsync(web, HttpMethod.Post, "/v1/keys", """{"name": "", "tier": "app"}""");
        await SendAsync(web, HttpMethod.Post, "/v1/keys/x/rotate", "{}");
        Assert.Empty(await ReadAsync(web, "/v1/audit"));
    }

    private Task<TestWeb> StartAsync() => TestWeb.StartAsync(new TestCity(), new HubOptions
    {
        Data = this.folder.Path,
        Security = new SecurityOptions { Readers = new ReaderOptions { Tiers = [new ReaderTier { Name = "app" }], KeyFile = Path.Combine(this.folder.Path, "keys.json") } },
    });

    private static async Task<JsonArray> ReadAsync(TestWeb web, string path) => (await SendAsync(web, HttpMethod.Get, path))["entries"]!.AsArray();

    private static async Task<JsonNode> SendAsync(TestWeb web, HttpMethod method, string path, string? json = null) => (await web.SendAsync(method, path, json)).Body!;
}
