using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Server.Realtime;
using TransitHub.Server.Tests.Hosting;

namespace TransitHub.Server.Tests.Endpoints;

[Collection(nameof(Alone))]
public sealed class ConformanceEndpointsTests : IAsyncLifetime
{
    private static readonly Uri Address = new("/v1/feeds/city/conformance", UriKind.Relative);
    private readonly TestCity city = new();
    private TestWeb web = null!;
    private ConformanceWatch watch = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a").Publish();
        this.web.Encode();
        this.watch = new ConformanceWatch(this.web.Feed.Realtime, () => TestCity.Schedule, 30, this.web.Clock);
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Says_that_it_waits_before_the_first_check_and_knows_no_other_feed()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await this.web.Http.GetAsync(Address, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await this.web.Http.GetAsync(new Uri("/v1/feeds/town/conformance", UriKind.Relative), Cancellation)).StatusCode);
        Assert.Equal((0, 0), await this.FoundAsync());
    }

    [Fact]
    public async Task Tells_what_the_last_check_found_and_which_rules_were_broken_since_the_start()
    {
        this.watch.Check();
        JsonNode clean = await this.AskAsync();
        Assert.Equal(("city", 1, 0), ((string?)clean["feed"], (int)clean["checks"]!, (int)clean["errors"]!));
        Assert.DoesNotContain(clean["rules"]!.AsArray(), rule => (string?)rule!["code"] == "W008");

        // Nobody renewed the feeds for over a minute.
        this.city.Vehicle("b").Publish();
        this.web.Clock.Advance(TimeSpan.FromSeconds(2));
        this.web.Encode();
        this.web.Clock.Advance(TimeSpan.FromSeconds(90));
        this.watch.Check();
        JsonNode old = await this.AskAsync();
        JsonNode rule = Assert.Single(old["rules"]!.AsArray(), rule => (string?)rule!["code"] == "W008")!;
        Assert.Equal(2, (int)old["checks"]!);
        Assert.True((int)old["warnings"]! >= 3);
        Assert.Equal(((int)old["errors"]!, (int)old["warnings"]!), await this.FoundAsync());
        Assert.True((int)rule["now"]! > 0);
        Assert.Equal((int)rule["now"]!, (await this.ScrapeAsync()).Samples.Single(s => s.Name == "transithub_conformance_warnings" && s.Label("rule") == "W008").Value);
    }

    private async Task<JsonNode> AskAsync() => JsonNode.Parse(await this.web.Http.GetStringAsync(Address, Cancellation))!;

    private async Task<PrometheusText> ScrapeAsync() =>
        PrometheusText.Parse(await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation));

    /// <summary>What the metrics say of the last check.</summary>
    private async Task<(int Errors, int Warnings)> FoundAsync()
    {
        Sample[] found = [.. (await this.ScrapeAsync()).Samples.Where(s => s.Name == "transithub_conformance_findings")];
        return ((int)found.Single(s => s.Label("severity") == "error").Value, (int)found.Single(s => s.Label("severity") == "warning").Value);
    }
}
