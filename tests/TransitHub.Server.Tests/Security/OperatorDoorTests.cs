using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Security;

/// <summary>Who gets to what is the operators' own.</summary>
public sealed class OperatorDoorTests
{
    private const string Alerts = "/v1/feeds/city/alerts";
    private const string Alert = """{"informed_entities": [{"route_id": "R"}], "header_text": {"en": "Road closed"}, "description_text": {"en": "Detour"}}""";
    private static readonly string Hash = PasswordHash.Create("ส้มตำ", 10_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("vera", 403, 403, 403)]
    [InlineData("oscar", 201, 400, 403)]
    [InlineData("ada", 201, 400, 200)]
    public async Task A_role_may_do_what_it_and_those_before_it_may(string name, int alert, int badChange, int keys)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        As(web, name);
        foreach (string path in (string[])[Alerts, Alerts + "/audit", "/v1/feeds/city/changes", "/v1/feeds/city/detours"])
        {
            Assert.Equal((path, 200), (path, (int)(await web.Http.GetAsync(path, Cancellation)).StatusCode));
        }

        Assert.Equal(alert, (int)(await web.SendAsync(HttpMethod.Post, Alerts, Alert)).Response.StatusCode);
        Assert.Equal(badChange, (int)(await web.SendAsync(HttpMethod.Post, "/v1/feeds/city/changes", "{}")).Response.StatusCode);
        Assert.Equal(keys, (int)(await web.Http.GetAsync("/v1/keys", Cancellation)).StatusCode);
        Assert.Equal(keys, (int)(await web.Http.GetAsync("/v1/audit", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_refusal_names_the_role_that_is_needed_and_the_one_there_is()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        As(web, "vera");
        (HttpResponseMessage answer, _) = await web.SendAsync(HttpMethod.Post, Alerts, Alert);
        string detail = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["detail"]!;
        Assert.Contains("needs the role operator, and 'vera' has the role viewer", detail, StringComparison.Ordinal);
        Assert.Contains("Security:Operators", detail, StringComparison.Ordinal);
        Assert.Equal(("application/problem+json", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        Assert.Contains("needs the role admin", await (await web.Http.DeleteAsync("/v1/keys/x", Cancellation)).Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(web.Feed.Alerts.Book.Alerts);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public async Task What_is_the_operators_own_needs_a_viewer_once_there_are_operators(string path)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        HttpResponseMessage nobody = await web.Http.GetAsync(path, Cancellation);
        Assert.Equal((401, "Basic", true), ((int)nobody.StatusCode, nobody.Headers.WwwAuthenticate.Single().Scheme, nobody.Headers.CacheControl!.NoStore));
        Assert.DoesNotContain("bus-1", await nobody.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        web.Http.DefaultRequestHeaders.Add("X-Api-Key", "thub_000000000000_0000000000000000000000000000000000000000000000000000000000000000");
        Assert.Equal(401, (int)(await web.Http.GetAsync(path, Cancellation)).StatusCode);
        As(web, "vera");
        await AssertOpenAsync(web, path);
    }

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Without_operators_it_is_this_machines_as_long_as_nobody_else_is_let_in(string path)
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity());
        await AssertOpenAsync(web, path);
        web.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(403, (int)(await web.Http.GetAsync(path, Cancellation)).StatusCode);

        await using TestWeb open = await TestWeb.StartAsync(new TestCity(), new HubOptions { Security = new SecurityOptions { OpenReaders = true } });
        Assert.Equal(403, (int)(await open.Http.GetAsync(path, Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 401)]
    public async Task Metrics_are_open_unless_the_settings_say_otherwise(bool isOpen, int nobody)
    {
        HubOptions options = WithOperators();
        options.Security.OpenMetrics = isOpen;
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), options);
        Assert.Equal(nobody, (int)(await web.Http.GetAsync("/metrics", Cancellation)).StatusCode);
        As(web, "vera");
        Assert.Contains("transithub_", await web.Http.GetStringAsync("/metrics", Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_given_no_role_is_an_operator() => Assert.Equal(OperatorRole.Operator, new NamedOperator().Role);

    /// <summary>What only operators see.</summary>
    public static TheoryData<string> Own { get; } =
        ["/v1/devices", "/v1/devices/bus-1", "/v1/rejections", "/v1/feeds/city/upstream", "/gtfs/city/history", "/status", Alerts, "/v1/feeds/city/changes", "/v1/feeds/city/detours", "/v1/feeds/city/runs", "/v1/feeds/city/static", "/v1/feeds/city/static/1/diff", "/v1/device-credentials", "/v1/keys", "/v1/audit", "/v1/audit/export"];

    private static async Task AssertOpenAsync(TestWeb web, string path)
    {
        // No feed is taken from elsewhere, no device was heard of and no version has that name, so those are told not to be there; keys are an admin's, who is this machine.
        int expected = path is "/v1/devices/bus-1" or "/v1/feeds/city/upstream" or "/v1/feeds/city/static/1/diff" ? 404 : path is ("/v1/device-credentials" or "/v1/keys" or "/v1/audit" or "/v1/audit/export") && web.Http.DefaultRequestHeaders.Authorization is not null ? 403 : 200;
        Assert.Equal((path, expected), (path, (int)(await web.Http.GetAsync(path, Cancellation)).StatusCode));
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

    private static void As(TestWeb web, string name) =>
        web.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(name + ":ส้มตำ")));
}
