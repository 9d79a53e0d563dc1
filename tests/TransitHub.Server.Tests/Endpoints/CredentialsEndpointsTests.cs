using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>What admins do to devices' credentials over HTTP.</summary>
public sealed class CredentialsEndpointsTests : IDisposable
{
    private const string Devices = "/v1/device-credentials";
    private readonly TestFolder folder = new();

    private string CredentialFile => Path.Combine(this.folder.Path, DeviceCredentialFile.DefaultName);

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_device_is_let_in_rotated_and_revoked_and_its_password_is_shown_once()
    {
        await using TestWeb web = await this.StartAsync();
        (HttpResponseMessage made, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Devices, """{"feed": "city", "id": "bus-7", "kinds": ["avl", "apc"]}""");
        string password = (string)body!["password"]!;
        Assert.Equal((HttpStatusCode.Created, true), (made.StatusCode, made.Headers.CacheControl!.NoStore));
        Assert.Equal(["transithub/v1/city/avl/bus-7", "transithub/v1/city/apc/bus-7"], body["topics"]!.AsArray().Select(t => (string)t!));
        Assert.True(DeviceSecret.Verify(this.Kept().SecretHash!, password));

        JsonNode list = (await web.GetAsync(Devices))!;
        Assert.DoesNotContain("secret", list.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(("bus-7", "valid", "embedded", 1), ((string)list["devices"]![0]!["user"]!, (string)list["devices"]![0]!["state"]!, (string)list["broker"]!, (int)list["states"]!["valid"]!));

        (_, JsonNode? revoked) = await web.SendAsync(HttpMethod.Delete, Devices + "/bus-7");
        Assert.Equal(("revoked", TestCity.Morning.UnixSeconds), ((string)revoked!["state"]!, (long)revoked["revoked_at"]!));
        (HttpResponseMessage again, JsonNode? taken) = await web.SendAsync(HttpMethod.Post, Devices, """{"feed": "city", "id": "bus-7"}""");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("lets it in again", (string)taken!["detail"]!, StringComparison.Ordinal);

        (_, JsonNode? rotated) = await web.SendAsync(HttpMethod.Post, Devices + "/bus-7/rotate", $$"""{"expires_at": {{TestCity.Morning.UnixSeconds + 60}}}""");
        Assert.Equal((false, true), (DeviceSecret.Verify(this.Kept().SecretHash!, password), DeviceSecret.Verify(this.Kept().SecretHash!, (string)rotated!["password"]!)));
        web.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("expired", (string)(await web.GetAsync(Devices))!["devices"]![0]!["state"]!);
    }

    [Fact]
    public async Task A_gateway_and_a_device_with_a_certificate_are_let_in_as_by_the_command()
    {
        await using TestWeb web = await this.StartAsync();
        (_, JsonNode? gateway) = await web.SendAsync(HttpMethod.Post, Devices, """{"feed": "city", "id": "afms", "gateway": true}""");
        Assert.Null(gateway!["device"]!["id"]);
        Assert.Contains("transithub/v1/city/avl/+", gateway["topics"]!.AsArray().Select(t => (string)t!));
        (_, JsonNode? certified) = await web.SendAsync(HttpMethod.Post, Devices, """{"feed": "city", "id": "cam-1", "user": "camera-1", "certificate": true}""");
        Assert.Equal((null, true, "camera-1"), ((string?)certified!["password"], (bool)certified["device"]!["certificate"]!, (string)certified["device"]!["user"]!));
    }

    [Fact]
    public async Task Pages_follow_the_user_names_and_a_word_finds_some()
    {
        await using TestWeb web = await this.StartAsync();
        foreach (string id in (string[])["bus-3", "bus-1", "cam-1", "bus-2"])
        {
            await web.SendAsync(HttpMethod.Post, Devices, $$"""{"feed": "city", "id": "{{id}}"}""");
        }

        JsonNode first = (await web.GetAsync(Devices + "?q=BUS&limit=2"))!;
        Assert.Equal(["bus-1", "bus-2"], first["devices"]!.AsArray().Select(d => (string)d!["user"]!));
        JsonNode second = (await web.GetAsync($"{Devices}?q=BUS&limit=2&after={first["next"]}"))!;
        Assert.Equal(("bus-3", null), ((string)Assert.Single(second["devices"]!.AsArray())!["user"]!, (string?)second["next"]));
        Assert.Empty((await web.GetAsync(Devices + "?of_feed=town"))!["devices"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"feed": "town", "id": "bus-1"}""", 400, ": city.")]
    [InlineData("""{"feed": "city", "id": "a/b"}""", 400, "characters without /")]
    [InlineData("""{"feed": "city", "id": "a b"}""", 400, "must have 1 to 128 characters")]
    [InlineData("""{"feed": "city", "id": "bus-1", "kinds": ["gps"]}""", 400, "some of avl")]
    [InlineData("""{"feed": "city", "id": "bus-1", "kinds": ["ais"]}""", 400, "only a gateway")]
    [InlineData("""{"feed": "city", "id": "bus-1", "expires_at": 1}""", 400, "a time to come")]
    [InlineData("""{"feed": "city", "id": "bus-1", "messages_per_second": -1}""", 400, "cannot be let in")]
    [InlineData("""{"feed": "city", "id": "bus-1", "password": "mine"}""", 400, "messages_per_second")]
    public async Task What_is_no_device_is_refused_and_named(string text, int status, string words)
    {
        await using TestWeb web = await this.StartAsync();
        (HttpResponseMessage answer, JsonNode? body) = await web.SendAsync(HttpMethod.Post, Devices, text);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(words, body!.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(this.CredentialFile));
    }

    [Theory]
    [InlineData(null, "ingest,fusion,serve", "embedded")]
    [InlineData("mqtt://broker", "ingest,fusion,serve", "outside")]
    [InlineData(null, "serve", "elsewhere")]
    public async Task Says_who_asks_for_the_credentials(string? broker, string roles, string expected)
    {
        await using TestWeb web = await this.StartAsync(new HubOptions { Mqtt = broker, Roles = roles });
        Assert.Equal(expected, (string)(await web.GetAsync(Devices))!["broker"]!);
    }

    [Fact]
    public async Task There_is_none_by_another_name_and_a_file_that_cannot_be_used_is_told_of()
    {
        await using TestWeb web = await this.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Delete, Devices + "/x")).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.SendAsync(HttpMethod.Post, Devices + "/x/rotate", "{}")).Response.StatusCode);
        await File.WriteAllTextAsync(this.CredentialFile, "{", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await web.SendAsync(HttpMethod.Get, Devices)).Response.StatusCode);
    }

    private Task<TestWeb> StartAsync(HubOptions? options = null)
    {
        options ??= new HubOptions();
        options.DeviceAccess.File = this.CredentialFile;
        return TestWeb.StartAsync(new TestCity(), options);
    }

    private DeviceCredential Kept() => Assert.Single(DeviceCredentialFile.Read(this.CredentialFile, new DeviceLimits()));
}
