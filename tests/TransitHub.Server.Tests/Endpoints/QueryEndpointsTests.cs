using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Observations;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Endpoints;

public sealed class QueryEndpointsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city, new HubOptions { Query = new QueryOptions { MaxPageSize = 2 } });
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Vehicle("c", 13.72, "U1").Trip("T1", "a").Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Lists_feeds_as_an_array_with_counts_and_ages()
    {
        JsonNode feed = Assert.Single((await this.GetAsync("/v1/feeds")).AsArray())!;

        Assert.Equal("city", (string?)feed["id"]);
        Assert.Equal("City", (string?)feed["name"]);
        Assert.True((bool?)feed["simulated"]);
        Assert.Equal(TestCity.Schedule.TimeZone.Id, (string?)feed["time_zone"]);
        Assert.Equal(TestCity.Schedule.Version, (string?)feed["static_version"]);
        Assert.Equal(3, (int?)feed["vehicles"]);
        Assert.Equal(2, (int?)feed["matched_vehicles"]);
        Assert.Equal(10, (int?)feed["received"]);
        Assert.Equal(feed.ToJsonString(), (await this.GetAsync("/v1/feeds/city")).ToJsonString());
    }

    [Fact]
    public async Task Pages_through_vehicles()
    {
        JsonNode first = await this.GetAsync("/v1/vehicles?limit=100");
        Assert.Equal(["a", "b"], Ids(first));
        Assert.Equal("e.1", (string?)first["cursor"]);

        JsonNode second = await this.GetAsync("/v1/vehicles?feed=city&after=" + (string?)first["next"]);
        Assert.Equal(["c"], Ids(second));
        Assert.Null(second["next"]);
    }

    [Theory]
    [InlineData("route=R", "a")]
    [InlineData("route=R,Q", "a c")]
    [InlineData("vehicle=b&vehicle=c", "b c")]
    [InlineData("stop=A", "a")]
    [InlineData("bbox=13.71,100,13.73,101", "c")]
    public async Task Filters_vehicles(string query, string ids)
    {
        Assert.Equal(ids.Split(' '), Ids(await this.GetAsync("/v1/vehicles?" + query)));
    }

    [Fact]
    public async Task Says_why_a_vehicle_has_no_trip()
    {
        Assert.Equal("no_candidate", (string?)(await this.GetAsync("/v1/vehicles/b"))["match"]!["reason"]);
        JsonNode matched = await this.GetAsync("/v1/vehicles/a");
        Assert.True((bool?)matched["match"]!["matched"]);
        Assert.Equal("T1|20261123|08:00:00", (string?)matched["trip"]!["key"]);
        Assert.Equal("A", (string?)matched["stop_id"]);
    }

    [Fact]
    public async Task Shows_the_runs_that_a_vehicle_without_a_trip_may_be_on()
    {
        JsonNode candidate = Assert.Single((await this.GetAsync("/v1/vehicles/b"))["match"]!["candidates"]!.AsArray())!;

        Assert.Equal("T1", (string?)candidate["trip"]!["trip_id"]);
        Assert.Equal(
            (0.6123, 120.0, 45, -1.23, -0.5),
            ((double)candidate["probability"]!, (double)candidate["along_meters"]!, (int)candidate["delay_seconds"]!, (double)candidate["drive_score"]!, (double)candidate["times_score"]!));
        Assert.Null((await this.GetAsync("/v1/vehicles"))["vehicles"]![1]!["match"]!["candidates"]);
    }

    [Fact]
    public async Task Shows_the_next_arrivals_at_a_stop()
    {
        JsonArray arrivals = (await this.GetAsync("/v1/stops/B/arrivals"))["arrivals"]!.AsArray();

        Assert.Equal(["T1", "U1", "T2"], arrivals.Select(a => (string?)a!["trip"]!["trip_id"]));
        JsonNode live = arrivals.Single(a => (string?)a!["trip"]!["trip_id"] == "T1")!;
        Assert.True((bool?)live["real_time"]);
        Assert.Equal("a", (string?)live["vehicle_id"]);
        Assert.Equal(5, live["stop"]!["arrival_quantiles"]!.AsArray().Count);
    }

    [Fact]
    public async Task Shows_stops_routes_and_trips()
    {
        Assert.Equal(["ST", "A"], (await this.GetAsync("/v1/stops"))["stops"]!.AsArray().Select(s => (string?)s!["id"]));
        Assert.Equal("Beta", (string?)Assert.Single((await this.GetAsync("/v1/stops?q=bet"))["stops"]!.AsArray())!["name"]);
        Assert.Equal("ST", (string?)(await this.GetAsync("/v1/stops/A"))["parent_id"]);
        Assert.Equal(1, (int?)(await this.GetAsync("/v1/routes/R"))["vehicles"]);
        Assert.Equal(2, (await this.GetAsync("/v1/routes?limit=9"))["routes"]!.AsArray().Count);
        JsonNode trip = await this.GetAsync("/v1/trips/T1");
        Assert.Equal("08:05:00", (string?)trip["stops"]![1]!["arrival"]);
        Assert.Equal("a", (string?)Assert.Single(trip["runs"]!.AsArray())!["vehicle_id"]);
    }

    [Fact]
    public async Task Shows_rejections_by_stage_and_reason_with_samples()
    {
        this.web.Feed.Ledger.Add(TestCity.Morning, RejectionReason.OutOfRange, "bus-9", "far away");
        this.web.Feed.Ledger.Count(RejectionReason.NoCandidate, 4);

        JsonArray reasons = (await this.GetAsync("/v1/rejections?feed=city"))[0]!["reasons"]!.AsArray();

        Assert.Equal(["gate out_of_range 1", "match no_candidate 4"], reasons.Select(r => $"{r!["stage"]} {r["reason"]} {r["count"]}"));
        Assert.Equal("far away", (string?)reasons[0]!["samples"]![0]!["detail"]);
    }

    [Theory]
    [InlineData("/v1/vehicles?feed=town")]
    [InlineData("/v1/vehicles/zz")]
    [InlineData("/v1/stops/zz")]
    [InlineData("/v1/stops/zz/arrivals")]
    [InlineData("/v1/routes/zz")]
    [InlineData("/v1/trips/zz")]
    [InlineData("/v1/devices/zz")]
    [InlineData("/gtfs/city/zz.zip")]
    [InlineData("/nowhere")]
    public async Task Answers_404_with_problem_details(string path)
    {
        using HttpResponseMessage response = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/v1/vehicles?bbox=1,2,3")]
    [InlineData("/v1/vehicles?bbox=9,0,1,1")]
    [InlineData("/v1/vehicles?limit=many")]
    [InlineData("/v1/stream?kinds=bus")]
    public async Task Answers_400_to_what_cannot_be_read(string path)
    {
        using HttpResponseMessage response = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Describes_itself()
    {
        JsonNode document = await this.GetAsync("/openapi/v1.json");
        foreach (string path in new[] { "/v1/feeds", "/v1/vehicles", "/v1/stops/{id}/arrivals", "/v1/stream", "/gtfs-rt/{feed}/alerts.pb" })
        {
            Assert.NotNull(document["paths"]![path]);
        }

        string page = await this.web.Http.GetStringAsync(new Uri("/status", UriKind.Relative), Cancellation);
        Assert.Contains("city", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_ready_while_a_feed_is_not()
    {
        await using TestWeb other = await TestWeb.StartAsync(new TestCity(), readiness: FeedReadiness.NotReady("reading the observation log"));
        using HttpResponseMessage ready = await other.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
        using HttpResponseMessage healthy = await other.Http.GetAsync(new Uri("/healthz", UriKind.Relative), Cancellation);
        using HttpResponseMessage feed = await other.Http.GetAsync(new Uri("/gtfs-rt/city/alerts.pb", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("reading the observation log", await ready.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, healthy.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, feed.StatusCode);
    }

    [Fact]
    public async Task Closes_one_connection_too_many()
    {
        await using TestWeb other = await TestWeb.StartAsync(new TestCity(), new HubOptions { MaxReaderConnections = 1 });
        await other.Http.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation);

        using var second = new HttpClient { BaseAddress = other.Http.BaseAddress };
        await Assert.ThrowsAsync<HttpRequestException>(() => second.GetStringAsync(new Uri("/healthz", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Streams_events_and_goes_on_from_the_last_one_seen()
    {
        string id;
        using (StreamReader events = await this.OpenStreamAsync(null))
        {
            (string name, id, JsonNode data) = await NextEventAsync(events);
            Assert.Equal(("snapshot", "e.1"), (name, id));
            Assert.Equal(3, data["vehicles"]!.AsArray().Count);
        }

        this.city.Vehicle("d").WithoutVehicle("a").Publish();
        using StreamReader resumed = await this.OpenStreamAsync(id);
        (string later, string laterId, JsonNode changes) = await NextEventAsync(resumed);
        Assert.Equal(("changes", "e.2"), (later, laterId));
        Assert.Equal("d", (string?)Assert.Single(changes["vehicles"]!.AsArray())!["id"]);
        Assert.Equal("a", (string?)Assert.Single(changes["removed_vehicle_ids"]!.AsArray()));
    }

    private static IEnumerable<string?> Ids(JsonNode list) => list["vehicles"]!.AsArray().Select(v => (string?)v!["id"]);

    private static async Task<(string Name, string Id, JsonNode Data)> NextEventAsync(StreamReader events)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        while (await events.ReadLineAsync(Cancellation) is { Length: > 0 } line)
        {
            string[] parts = line.Split(": ", 2);
            fields[parts[0]] = parts[1];
        }

        return (fields["event"], fields["id"], JsonNode.Parse(fields["data"])!);
    }

    private async Task<StreamReader> OpenStreamAsync(string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/stream");
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        HttpResponseMessage response = await this.web.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        JsonElement element = await this.web.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Cancellation);
        return JsonNode.Parse(element.GetRawText())!;
    }
}
