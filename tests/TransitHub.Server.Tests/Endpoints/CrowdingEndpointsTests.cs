using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>How full it is at stops, in JSON.</summary>
public sealed class CrowdingEndpointsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(this.city, new HubOptions { Query = new QueryOptions { MaxPageSize = 2 } });
        this.city.Vehicle("a", trip: "T1").Trip("T1", "a")
            .Waiting("A", new PeopleEstimate(2, 0, 4), CrowdingLevel.Light)
            .Waiting("B", new PeopleEstimate(42, 33, 52), CrowdingLevel.Busy, CrowdedPier.Ahead(61))
            .Waiting("C", new PeopleEstimate(300, 250, 350), CrowdingLevel.Full).Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Lists_what_is_known_now_ahead_and_of_the_next_vehicles()
    {
        JsonNode list = await this.GetAsync("/v1/crowding?stop=B");
        Assert.Equal(5, (int?)list["fewest_told"]);
        Assert.Equal(
            """{"stop_id":"B","measured_at":1795395240,"waiting":40,"waiting_low":30,"waiting_high":50,"capacity":120,"level":"busy","trend":"rising","ahead":[{"at":1795395900,"waiting":60,"waiting_low":40,"waiting_high":80,"level":"crowded"}],"rides":[{"trip":{"key":"T1|20261123|08:00:00","trip_id":"T1","route_id":"R","start_date":"20261123","start_time":"08:00:00"},"route_id":"R","headsign":"Gamma","departure":1795395960,"fit":"unlikely","fit_probability":0.2},{"route_id":"R","headsign":"Gamma","departure":1795397100,"fit":"likely","fit_probability":0.8}]}""",
            Assert.Single(list["crowding"]!.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task A_few_people_are_told_as_few_and_not_as_how_many()
    {
        JsonNode stop = Assert.Single((await this.GetAsync("/v1/crowding?stop=A"))["crowding"]!.AsArray())!;
        Assert.Equal("""{"stop_id":"A","measured_at":1795395300,"fewer_than":5,"level":"empty","trend":"rising","ahead":[],"rides":[]}""", stop.ToJsonString());
    }

    [Theory]
    [InlineData("", "A B")]
    [InlineData("?after=B", "C")]
    [InlineData("?route=F", "A C")]
    [InlineData("?bbox=13.705,100,14,101", "B C")]
    [InlineData("?stop=ST", "A")]
    [InlineData("?kinds=vehicle&stop=C", "C")]
    [InlineData("?limit=1", "A")]
    public async Task Filters_and_pages(string query, string stops)
    {
        JsonNode list = await this.GetAsync("/v1/crowding" + query);
        Assert.Equal(stops.Split(' '), list["crowding"]!.AsArray().Select(c => (string?)c!["stop_id"]));
        Assert.Equal(query is "" or "?limit=1" ? stops[^1..] : null, (string?)list["next"]);
    }

    [Fact]
    public async Task Who_has_it_already_is_told_so_until_something_changes()
    {
        using HttpResponseMessage first = await this.AskAsync(null);
        this.city.Vehicle("b").Publish();
        using HttpResponseMessage again = await this.AskAsync(first.Headers.ETag!.ToString());
        this.city.Waiting("A", new PeopleEstimate(3, 0, 5), CrowdingLevel.Busy).Publish();
        using HttpResponseMessage few = await this.AskAsync(first.Headers.ETag!.ToString());
        this.city.Waiting("A", new PeopleEstimate(8, 5, 11)).Publish();
        using HttpResponseMessage more = await this.AskAsync(first.Headers.ETag!.ToString());

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.NotModified, HttpStatusCode.OK),
            (first.StatusCode, again.StatusCode, few.StatusCode, more.StatusCode));
    }

    [Fact]
    public async Task A_stop_and_a_station_tell_how_full_it_is_there()
    {
        Assert.Equal(40, (int?)(await this.GetAsync("/v1/stops/B"))["crowding"]![0]!["waiting"]);
        Assert.Equal("A", (string?)Assert.Single((await this.GetAsync("/v1/stops/ST"))["crowding"]!.AsArray())!["stop_id"]);
        Assert.Null((await this.GetAsync("/v1/stops"))["stops"]![0]!["crowding"]);
    }

    [Fact]
    public async Task Arrivals_say_whether_one_fits()
    {
        JsonNode board = await this.GetAsync("/v1/stops/B/arrivals");
        Assert.Equal("busy", (string?)board["stop"]!["crowding"]![0]!["level"]);
        Assert.Equal(
            ["T1 unlikely 0.2", "U1  ", "T2  "],
            board["arrivals"]!.AsArray().Select(a => $"{a!["trip"]!["trip_id"]} {a["fit"]} {a["fit_probability"]}"));
    }

    [Theory]
    [InlineData("&form=brief", false)]
    [InlineData("", true)]
    public async Task The_stream_tells_it_and_briefly_what_a_map_draws(string form, bool ahead)
    {
        using Stream stream = await this.web.Http.GetStreamAsync(new Uri("/v1/stream?kinds=crowding&stop=B" + form, UriKind.Relative), Cancellation);
        using StreamReader reader = new(stream);
        JsonNode pier = Assert.Single((await NextAsync(reader))["crowding"]!.AsArray())!;
        Assert.Equal((40, "busy", ahead), ((int)pier["waiting"]!, (string)pier["level"]!, pier["ahead"] is not null));

        this.city.WithoutWaiting("B").Publish();
        Assert.Equal("B", (string?)Assert.Single((await NextAsync(reader))["removed_crowding_stop_ids"]!.AsArray()));
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_with_those_there_are()
    {
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri("/v1/crowding?kinds=crowds", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("crowding", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line["data: ".Length..])!;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private async Task<JsonNode> GetAsync(string path) => (await this.web.Http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), Cancellation))!;

    private async Task<HttpResponseMessage> AskAsync(string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/crowding", UriKind.Relative));
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        return await this.web.Http.SendAsync(request, Cancellation);
    }
}
