using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Core.Storage;
using TransitHub.Server.History;

namespace TransitHub.Server.Tests.History;

/// <summary>The history of a feed whose states the test makes, kept in a file and asked for over HTTP.</summary>
public sealed class HistoryWatchTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private readonly TestFolder folder = new();
    private readonly List<string> notices = [];
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string File => Path.Combine(this.folder.Path, "history");

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city);
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Publish();
    }

    public async ValueTask DisposeAsync()
    {
        await this.web.DisposeAsync();
        this.folder.Dispose();
    }

    [Fact]
    public async Task Is_sampled_by_the_hubs_clock_told_over_http_and_there_again_after_a_restart()
    {
        this.Watch(isReady: true);
        JsonNode answer = (await this.web.GetAsync("/v1/feeds/city/history?hours=1"))!;
        Assert.Equal(("city", 60, 1), ((string?)answer["feed"], (int)answer["step_seconds"]!, (int)answer["hours"]!));
        Assert.Equal(60, answer["series"]!["accepted"]!.AsArray().Count);
        Assert.Equal((2, 1), ((int)Last(answer, "vehicles")!, (int)Last(answer, "matched_vehicles")!));
        Assert.InRange((double)Last(answer, "state_age_seconds")!, 110, 120);
        Assert.Equal(0, (int)Last(answer, "devices_silent")!);
        Assert.Null(answer["series"]!["vehicles"]![0]);

        Assert.Equal(24 * 60, (await this.web.GetAsync("/v1/feeds/city/history"))!["series"]!["vehicles"]!.AsArray().Count);
        FigureHistory next = new();
        new KeptState(this.File, "history of figures", this.notices.Add).Restore(next.TryRestore);
        Assert.Equal(2, next.Read(1, Core.Time.Timestamp.Now(this.web.Clock)).Figures["vehicles"][^1]);
        Assert.Empty(this.notices);
    }

    [Fact]
    public async Task Has_no_values_while_the_feed_is_not_ready()
    {
        this.Watch(isReady: false);
        Assert.All((await this.web.GetAsync("/v1/feeds/city/history?hours=1"))!["series"]!["vehicles"]!.AsArray(), Assert.Null);
    }

    [Theory]
    [InlineData("/v1/feeds/city/history?hours=0", HttpStatusCode.BadRequest)]
    [InlineData("/v1/feeds/city/history?hours=49", HttpStatusCode.BadRequest)]
    [InlineData("/v1/feeds/town/history", HttpStatusCode.NotFound)]
    public async Task Says_what_may_be_asked_for(string address, HttpStatusCode status) =>
        Assert.Equal(status, (await this.web.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation)).StatusCode);

    private static JsonNode? Last(JsonNode answer, string name) => answer["series"]![name]!.AsArray()[^1];

    /// <summary>Two minutes of looks, then the end of the process.</summary>
    private void Watch(bool isReady)
    {
        HistoryWatch watch = new(this.web.Feed, () => isReady, new KeptState(this.File, "history of figures", this.notices.Add), this.web.Clock);
        for (int look = 0; look < 24; look++)
        {
            watch.Look();
            this.web.Clock.Advance(TimeSpan.FromSeconds(5));
        }

        watch.Keep();
    }
}
