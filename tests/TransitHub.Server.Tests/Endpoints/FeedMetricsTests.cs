using System.Text.Json.Nodes;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>A feed's figures for Prometheus beside what its endpoints say.</summary>
[Collection(nameof(Alone))]
public sealed class FeedMetricsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Vehicle("c", 13.72, "U1").Trip("T1", "a").Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Counts_for_prometheus()
    {
        this.web.Feed.Ledger.Count(RejectionReason.Duplicate, 3);

        string metrics = await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        string[] lines = [.. metrics.Split('\n').Where(l => l.Contains("feed=\"city\"", StringComparison.Ordinal))];
        Assert.Contains(lines, l => l.StartsWith("transithub_accepted_total", StringComparison.Ordinal) && l.EndsWith(" 7", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("transithub_rejected_total", StringComparison.Ordinal) && l.Contains("duplicate", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("transithub_vehicles_matched", StringComparison.Ordinal) && l.EndsWith(" 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tells_how_many_runs_are_in_doubt_and_what_was_decided_of_runs()
    {
        this.city.Doubt("T2", RunState.Suspect).Doubt("U1", RunState.Canceled).Publish();

        JsonNode unseen = (await this.GetAsync("/v1/feeds/city"))["unseen"]!;
        string metrics = await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.Equal("""{"unconfirmed":0,"suspect":1,"canceled":1}""", unseen.ToJsonString());
        Assert.Contains("1 suspect, 1 canceled", await this.web.Http.GetStringAsync(new Uri("/status", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        foreach ((string name, string value) in (IEnumerable<(string, string)>)[("runs_canceled", " 4"), ("runs_withdrawn", " 1"), ("trips_overruled", " 6")])
        {
            Assert.Contains(metrics.Split('\n'), l => l.StartsWith($"transithub_{name}_total{{", StringComparison.Ordinal) && l.Contains(value, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Tells_how_much_of_a_learned_model_is_taken()
    {
        Assert.Null((await this.GetAsync("/v1/feeds/city"))["model_shares"]);
        this.city.ModelShares = [new ModelShare("0-3", 0.5), new ModelShare("30-60", 0)];
        this.city.Publish();

        Assert.Equal(0.5, (double)(await this.GetAsync("/v1/feeds/city"))["model_shares"]!["0-3"]!);
        string metrics = await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        string[] shares = [.. metrics.Split('\n').Where(l => l.StartsWith("transithub_model_share{", StringComparison.Ordinal))];
        Assert.Contains("up to 50 %", await this.web.Http.GetStringAsync(new Uri("/status", UriKind.Relative), Cancellation), StringComparison.Ordinal);
        Assert.Contains(shares, l => l.Contains("span=\"0-3\"", StringComparison.Ordinal) && l.Contains(" 0.5", StringComparison.Ordinal));
    }

    private async Task<JsonNode> GetAsync(string path) => (await this.web.GetAsync(path))!;
}
