using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Core.Accuracy;
using TransitHub.Core.Storage;
using TransitHub.Server.Accuracy;
using TransitHub.Server.Tests.Hosting;

namespace TransitHub.Server.Tests.Accuracy;

/// <summary>A vehicle that drives trip T1, and what the hub says of its own predictions afterwards.</summary>
[Collection(nameof(Alone))]
public sealed class AccuracyEndpointTests : IAsyncLifetime
{
    private const string Address = "/v1/feeds/city/accuracy";
    private readonly TestCity city = new();
    private readonly TestFolder folder = new();
    private readonly List<string> notices = [];
    private TestWeb web = null!;
    private AccuracyWatch watch = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.watch = new AccuracyWatch(this.city.Publisher, this.web.Feed.Accuracy, this.File(), this.web.Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await this.web.DisposeAsync();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Before_anything_was_scored_there_are_no_figures_and_no_error()
    {
        JsonNode none = await this.AskAsync(Address);
        Assert.Equal((0, 0), ((int)none["all"]!["brief"]!["predictions"]!, (int)none["all"]!["ghosts_judged"]!));
        Assert.Null(none["service_date"]);
        Assert.Null(none["all"]!["brief"]!["mae_seconds"]);
        Assert.Equal(double.NaN, (await this.ScrapeAsync("transithub_accuracy_mae_seconds", "span", "0-3")).Value);
        Assert.Equal(0, (await this.ScrapeAsync("transithub_accuracy_predictions", "feed", "city")).Value);
    }

    [Fact]
    public async Task Tells_the_measures_of_the_day_by_hour_and_by_route_each_with_how_many()
    {
        this.Drive();
        JsonNode day = await this.AskAsync(Address);
        Assert.Equal(("2026-11-23", "own_view", 1), ((string?)day["service_date"], (string?)day["truth"], (int)day["run_share"]!));
        Assert.Equal(TestCity.Morning.UnixSeconds - (7 * 3600) - (55 * 60), (long)day["day_start"]!);

        // Stop 2 comes at 08:06 and stop 3 at 08:11, as told; the median was 10 s later. Looked at from 08:02 on.
        JsonNode all = day["all"]!["brief"]!;
        Assert.Equal((13, 0), ((int)all["predictions"]!, (int)all["missing"]!));
        Assert.Equal((10, -10, 0), ((double)all["mae_seconds"]!, (double)all["bias_seconds"]!, (double)all["published_mae_seconds"]!));
        Assert.Equal((100, 100), ((double)all["mbta_percent"]!, (double)all["coverage_percent"]!));
        Assert.Equal(["0-3", "3-6", "6-12", "12-30"], day["all"]!["mbta_minutes"]!.AsArray().Select(b => (string?)b!["minutes"]));
        Assert.Equal(13, day["all"]!["ahead"]!.AsArray().Sum(b => (int)b!["predictions"]!));
        Assert.Equal(8, (int)Assert.Single(day["hours"]!.AsArray())!["hour"]!);
        JsonNode route = Assert.Single(day["routes"]!.AsArray())!;
        Assert.Equal(("R", "1", 13), ((string?)route["route_id"], (string?)route["short_name"], (int)route["figures"]!["predictions"]!));

        JsonNode one = await this.AskAsync(Address + "?route=R&date=2026-11-23");
        Assert.Equal(("R", "1", 13), ((string?)one["route_id"], (string?)one["route_short_name"], (int)one["all"]!["brief"]!["predictions"]!));
        Assert.Null(one["routes"]);
        Assert.Equal(0, (int)(await this.AskAsync(Address + "?route=Q"))["all"]!["brief"]!["predictions"]!);
        Assert.Equal(13, (await this.ScrapeAsync("transithub_accuracy_predictions", "feed", "city")).Value);

        // Thirteen are too few to say.
        Assert.Equal(double.NaN, (await this.ScrapeAsync("transithub_accuracy_percent", "measure", "mbta")).Value);
    }

    [Theory]
    [InlineData("/v1/feeds/town/accuracy")]
    [InlineData(Address + "?route=none")]
    [InlineData(Address + "?date=2026-11-22")]
    public async Task Knows_no_other_feed_route_or_day(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await this.web.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation)).StatusCode);

    [Fact]
    public void The_figures_are_in_the_file_after_the_end_of_the_process()
    {
        this.Drive();
        this.watch.Keep();
        LiveAccuracy next = new();
        this.File().Restore(next.TryRestore);
        Assert.Equal(13, Assert.Single(next.Days).All.Published.Count);
        Assert.Empty(this.notices);
    }

    private KeptState File() => new(Path.Combine(this.folder.Path, "accuracy"), "accuracy of predictions", this.notices.Add);

    /// <summary>From 08:01, when it leaves, to 08:11, a minute late as told, measured every half minute.</summary>
    private void Drive()
    {
        this.web.Clock.Advance(TimeSpan.FromMinutes(6));
        for (int at = 60; at <= 660; at += 30)
        {
            this.city.Trip("T1", "a", passedStops: 1 + ((at - 60) / 300), measuredAt: TestCity.Morning.AddSeconds(300 + at)).Publish();
            this.watch.Look();
            this.web.Clock.Advance(TimeSpan.FromSeconds(30));
        }
    }

    private async Task<JsonNode> AskAsync(string address) => JsonNode.Parse(await this.web.Http.GetStringAsync(new Uri(address, UriKind.Relative), Cancellation))!;

    private async Task<Sample> ScrapeAsync(string name, string label, string value) =>
        PrometheusText.Parse(await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation)).Samples.Single(s => s.Name == name && s.Label(label) == value);
}
