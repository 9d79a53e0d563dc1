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

        Assert.Equal(alert, (int)(await PostAsync(web, Alerts, Alert)).StatusCode);
        Assert.Equal(badChange, (int)(await PostAsync(web, "/v1/feeds/city/changes", "{}")).StatusCode);
        Assert.Equal(keys, (int)(await web.Http.GetAsync("/v1/keys", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task A_refusal_names_the_role_that_is_needed_and_the_one_there_is()
    {
        await using TestWeb web = await TestWeb.StartAsync(new TestCity(), WithOperators());
        As(web, "vera");
        HttpResponseMessage answer = await PostAsync(web, Alerts, Alert);
        string detail = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["detail"]!;
        Assert.Contains("needs the role operator, and 'vera' has the role viewer", detail, StringComparison.Ordinal);
        Assert.Contains("Security:Operators", detail, StringComparison.Ordinal);
        Assert.Equal(("application/problem+json", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        Assert.Contains("needs the role admin", await (await web.Http.DeleteAsync("/v1/keys/x", Cancellation)).Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Empty(web.Feed.Alerts.Book.Alerts);
    }

    [Fact]
    public void Who_is_given_no_role_is_an_operator() => Assert.Equal(OperatorRole.Operator, new NamedOperator().Role);

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

    private static Task<HttpResponseMessage> PostAsync(TestWeb web, string path, string json) =>
        web.Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);
}
