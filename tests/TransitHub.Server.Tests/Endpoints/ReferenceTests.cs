using System.Net;
using System.Text.Json.Nodes;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>The document of the JSON API and the page that shows it.</summary>
public sealed class ReferenceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_example_is_answered()
    {
        await using TestWeb web = await StartAsync();
        int tried = 0;
        foreach ((string path, JsonNode? item) in (await DocumentAsync(web))["paths"]!.AsObject())
        {
            if (item!["get"] is not { } operation)
            {
                continue;
            }

            string? address = Filled(path, operation);
            if (address is null)
            {
                // No camera, no alert, no change: this hub has nothing to ask for there.
                Assert.Contains(path, (string[])["/v1/cameras/{id}/flows", "/v1/devices/{id}", "/v1/feeds/{feed}/alerts/{id}", "/v1/feeds/{feed}/changes/{id}"]);
                continue;
            }

            using HttpResponseMessage answer = await web.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            HttpStatusCode expected = path switch
            {
                // Nothing was checked yet, and nothing is taken from other agencies.
                "/v1/feeds/{id}/conformance" => HttpStatusCode.ServiceUnavailable,
                "/v1/feeds/{feed}/upstream" => HttpStatusCode.NotFound,
                _ => HttpStatusCode.OK,
            };
            Assert.Equal((address, expected), (address, answer.StatusCode));
            tried++;
        }

        Assert.InRange(tried, 30, 100);
    }

    [Fact]
    public async Task Every_call_says_what_it_does_and_what_each_parameter_means()
    {
        await using TestWeb web = await StartAsync();
        JsonNode document = await DocumentAsync(web);
        string[] groups = [.. document["tags"]!.AsArray().Select(t => (string)t!["name"]!)];
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
        {
            Assert.Null(item!["head"]);
            foreach ((string method, JsonNode? operation) in item.AsObject().Where(m => m.Key is "get" or "post" or "put" or "delete"))
            {
                string call = $"{method} {path}";
                Assert.True(operation!["summary"] is not null, call);
                Assert.Contains((string)Assert.Single(operation["tags"]!.AsArray())!, groups);
                Assert.All(operation["parameters"]?.AsArray() ?? [], p => Assert.True(p!["description"] is not null, $"{call}: {p["name"]}"));
            }
        }
    }

    [Fact]
    public async Task Says_who_may_ask_and_what_over_the_budget_is_answered()
    {
        await using TestWeb web = await StartAsync();
        JsonNode paths = (await DocumentAsync(web))["paths"]!;
        JsonNode vehicles = paths["/v1/vehicles"]!["get"]!;
        Assert.NotNull(vehicles["security"]![0]!["key"]);
        Assert.Empty(vehicles["security"]![1]!.AsObject());
        Assert.NotNull(vehicles["responses"]!["429"]);
        Assert.Contains("bbox", vehicles["parameters"]!.AsArray().Select(p => (string)p!["name"]!));
        Assert.Equal("admin", (string?)paths["/v1/keys"]!["post"]!["security"]![0]!["operator"]![0]);
        Assert.Equal("admin", (string?)paths["/v1/feeds/{feed}/static/versions"]!["post"]!["security"]![0]!["operator"]![0]);
        Assert.Equal("viewer", (string?)paths["/v1/feeds/{feed}/alerts"]!["get"]!["security"]![0]!["operator"]![0]);
        Assert.Equal("operator", (string?)paths["/v1/feeds/{feed}/alerts"]!["post"]!["security"]![0]!["operator"]![0]);
        Assert.Equal("operator", (string?)paths["/v1/feeds/{feed}/alerts"]!["post"]!["security"]![1]!["session"]![0]);
        Assert.Empty(paths["/v1/session"]!["post"]!["security"]![1]!.AsObject());
        Assert.NotNull(paths["/v1/feeds/{feed}/upstream/{kind}"]!["post"]!["security"]![0]!["publisher"]);
        Assert.Null(paths["/healthz"]!["get"]!["security"]);
    }

    [Fact]
    public async Task Every_call_is_for_readers_operators_or_publishers_but_those_for_health()
    {
        await using TestWeb web = await StartAsync();
        string[] nobodys =
        [
            .. from item in (await DocumentAsync(web))["paths"]!.AsObject()
               from operation in item.Value!.AsObject()
               where operation.Key is "get" or "post" or "put" or "delete" && operation.Value!["security"] is null
               select item.Key,
        ];
        Assert.Equal(["/healthz", "/readyz"], nobodys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_is_served_by_the_hub_and_takes_nothing_from_elsewhere()
    {
        await using TestWeb web = await StartAsync();
        using HttpResponseMessage page = await web.Http.GetAsync("/reference/", Cancellation);
        string html = await page.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("connect-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        string script = System.Text.RegularExpressions.Regex.Match(html, "src=\"([^\"]*scalar\\.js[^\"]*)\"").Groups[1].Value;
        Assert.NotEmpty(script);
        using HttpResponseMessage file = await web.Http.GetAsync(new Uri(new Uri(web.Http.BaseAddress!, "/reference/"), script), Cancellation);
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
    }

    private static async Task<TestWeb> StartAsync()
    {
        var city = new TestCity();
        TestWeb web = await TestWeb.StartAsync(city);
        city.Vehicle("bus-1").Publish();
        web.Encode();
        return web;
    }

    private static async Task<JsonNode> DocumentAsync(TestWeb web) => JsonNode.Parse(await web.Http.GetStringAsync("/openapi/v1.json", Cancellation))!;

    /// <summary>The path with the document's own examples; null: it has none for a part that is needed.</summary>
    private static string? Filled(string path, JsonNode operation)
    {
        foreach (JsonNode? parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if ((string?)parameter!["in"] == "path")
            {
                if ((string?)parameter["example"] is not { } example)
                {
                    return null;
                }

                path = path.Replace($"{{{(string)parameter["name"]!}}}", Uri.EscapeDataString(example), StringComparison.Ordinal);
            }
        }

        return path;
    }
}
