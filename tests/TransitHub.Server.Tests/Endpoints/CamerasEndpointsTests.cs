using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Endpoints;

/// <summary>Devices and cameras as the operator and as anybody sees them.</summary>
[Collection(nameof(Alone))]
public sealed class CamerasEndpointsTests : IAsyncLifetime
{
    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await this.StartAsync(new QueryOptions());
        this.city.Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task Anybody_sees_the_registered_devices_with_their_lines_and_what_they_mean()
    {
        JsonNode list = await this.GetAsync("/v1/cameras");
        Assert.Equal(["beta-gate", "silent-loop"], list["cameras"]!.AsArray().Select(c => (string?)c!["id"]));
        JsonNode gate = list["cameras"]![0]!;
        Assert.Equal("""{"th":"ประตูเบต้า","en":"Beta gate"}""", Plain(gate["names"]!));
        Assert.Equal(("ประตูเบต้า", "camera", 13.71, 100.5002, 270.0, 70.0), ((string)gate["name"]!, (string)gate["kind"]!, (double)gate["lat"]!, (double)gate["lon"]!, (double)gate["bearing"]!, (double)gate["field_of_view"]!));
        JsonNode line = gate["channels"]![0]!;
        Assert.Equal(("line-1", "B", 60, true), ((string)line["id"]!, (string)line["stop_id"]!, (int)line["interval_seconds"]!, (bool)line["reads_routes"]!));
        Assert.Equal("[[13.7105,100.4998],[13.7105,100.5002]]", Plain(line["line"]!));
        Assert.Equal(
            """[{"name":"a_to_b","bearing":0,"to":{"th":"เหนือ","en":"North"},"means":"boarding","routes":[{"route_id":"R"}]},{"name":"b_to_a","bearing":180,"routes":[]}]""",
            Plain(line["directions"]!));
    }

    [Fact]
    public async Task Small_counts_of_people_are_not_told_to_anybody_and_none_and_buses_are()
    {
        JsonNode list = await this.GetAsync("/v1/cameras");
        Assert.Equal(5, (int?)list["fewest_told"]);
        JsonArray counts = list["cameras"]![0]!["counts"]!.AsArray();
        Assert.Equal(
            ["bus in 2", "person both, nobody knows", "person in 14", "person out fewer than 5", "person through 0"],
            counts.Select(c => $"{c!["class"]} {c["direction"] ?? "both,"} {c["count"]?.ToString() ?? (c["fewer_than"] is { } most ? $"fewer than {most}" : "nobody knows")}"));
        Assert.All(counts, c => Assert.Null(c!["total"]));
        Assert.Equal(0.98, (double)counts[2]!["uptime"]!, 3);
        Assert.Equal(60, (double)counts[2]!["to"]! - (double)counts[2]!["from"]!);
    }

    [Fact]
    public async Task The_operator_sets_what_is_small()
    {
        await using TestWeb strict = await this.StartAsync(new QueryOptions { FewestTold = 15 });
        JsonNode list = (await strict.Http.GetFromJsonAsync<JsonNode>(new Uri("/v1/cameras", UriKind.Relative), Cancellation))!;
        Assert.Equal(15, (int?)list["cameras"]![0]!["counts"]![2]!["fewer_than"]);
    }

    [Fact]
    public async Task Anybody_sees_passages_of_public_transport_only()
    {
        JsonArray passages = (await this.GetAsync("/v1/cameras"))["cameras"]![0]!["last_passages"]!.AsArray();
        Assert.Equal(("bus", "1-33"), ((string)Assert.Single(passages)!["class"]!, (string)passages[0]!["route_text"]!));
    }

    [Fact]
    public async Task A_device_that_never_said_anything_is_neither_online_nor_seen()
    {
        JsonNode loop = (await this.GetAsync("/v1/cameras"))["cameras"]![1]!;
        Assert.Null(loop["online"]);
        Assert.Null(loop["last_seen"]);
        Assert.Empty(loop["counts"]!.AsArray());
        JsonNode gate = (await this.GetAsync("/v1/cameras"))["cameras"]![0]!;
        Assert.Equal((true, TestCity.Morning.UnixSeconds), ((bool)gate["online"]!, (long)gate["last_seen"]!));
    }

    [Fact]
    public async Task The_operator_sees_exact_counts_and_unregistered_devices_too()
    {
        JsonArray devices = (await this.GetAsync("/v1/devices"))["devices"]!.AsArray();
        Assert.Equal(["a-bus false", "beta-gate true", "silent-loop true", "stray-camera false"], devices.Select(d => $"{d!["id"]} {d["registered"]}"));
        JsonNode gate = await this.GetAsync("/v1/devices/beta-gate");
        Assert.Equal(devices[1]!.ToJsonString(), gate.ToJsonString());
        Assert.Equal("3", gate["counts"]!.AsArray().Single(c => (string?)c!["direction"] == "out")!["count"]!.ToString());
        Assert.Equal("10523", gate["counts"]!.AsArray().Single(c => c!["direction"] is null)!["total"]!.ToString());
        Assert.Equal(("Beta gate", 2), ((string)gate["names"]!["en"]!, (int)gate["passages"]!));
        JsonNode bus = await this.GetAsync("/v1/devices/a-bus");
        Assert.Equal(31, (int)bus["last_load"]!["load"]!);
        Assert.Null(bus["counts"]);
        Assert.Equal(9, (int)(await this.GetAsync("/v1/devices/stray-camera"))["counts"]![0]!["count"]!);
        Assert.Equal("loop", (string?)(await this.GetAsync("/v1/devices/silent-loop"))["kind"]);
    }

    [Fact]
    public async Task The_operator_sees_what_became_of_passages_and_what_they_show_of_the_clock()
    {
        this.city.Passages = [Decided("beta-gate", PassageState.Attached, 0.8123f, 0.1f), Decided("stray-camera", PassageState.NoRun), Decided("beta-gate", PassageState.Unsure, 0.5f, 0.4f)];
        this.city.Cameras = [new CameraSnapshot(DeviceId.Parse("beta-gate"), -3.456, 1.5, 12, 1)];
        this.city.Publish();

        JsonNode gate = await this.GetAsync("/v1/devices/beta-gate");

        JsonArray decided = gate["decided_passages"]!.AsArray();
        Assert.Equal(
            ["True  T1 0.812 T1 0.812, T2 0.1", "False unsure  0.5 T1 0.5, T2 0.4"],
            decided.Select(p => $"{p!["attached"]!.GetValue<bool>()} {p["reason"]} {p["trip"]?["trip_id"]} {p["probability"]} {string.Join(", ", p["candidates"]!.AsArray().Select(c => $"{c!["trip"]!["trip_id"]} {c["probability"]}"))}"));
        Assert.Equal(("line-1", "bus", "1-33", TestCity.Morning.UnixSeconds), ((string)decided[0]!["channel"]!, (string)decided[0]!["class"]!, (string)decided[0]!["route_text"]!, (double)decided[0]!["at"]!));
        Assert.Equal(TestCity.Morning.UnixSeconds + 30, (long)decided[0]!["candidates"]![0]!["expected_at"]!);
        Assert.Equal("""{"offset_seconds":-3.46,"spread_seconds":1.5,"vehicles":12,"steps":1}""", Plain(gate["learned_clock"]!));
        Assert.Equal("no_run", (string?)(await this.GetAsync("/v1/devices/stray-camera"))["decided_passages"]![0]!["reason"]);
        Assert.Null((await this.GetAsync("/v1/devices/silent-loop"))["decided_passages"]);
    }

    [Theory]
    [InlineData("/v1/devices")]
    [InlineData("/v1/cameras")]
    public async Task Lists_do_not_tell_what_became_of_passages(string path)
    {
        string before = await this.web.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation);
        this.city.Passages = [Decided("beta-gate", PassageState.Attached, 0.8123f)];
        this.city.Cameras = [new CameraSnapshot(DeviceId.Parse("beta-gate"), -3.456, 1.5, 12, 1)];
        this.city.Publish();

        Assert.Equal(before, await this.web.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Devices_come_in_pages()
    {
        JsonNode first = await this.GetAsync("/v1/devices?limit=3");
        Assert.Equal("silent-loop", (string?)first["next"]);
        JsonNode rest = await this.GetAsync("/v1/devices?limit=3&after=silent-loop");
        Assert.Equal(["stray-camera"], rest["devices"]!.AsArray().Select(d => (string?)d!["id"]));
        Assert.Null(rest["next"]);
    }

    [Fact]
    public async Task Devices_that_neither_count_nor_stand_in_the_file_can_be_left_out()
    {
        JsonNode first = await this.GetAsync("/v1/devices?counting=true&limit=2");
        Assert.Equal(["beta-gate", "silent-loop"], first["devices"]!.AsArray().Select(d => (string?)d!["id"]));
        JsonNode rest = await this.GetAsync("/v1/devices?counting=true&limit=2&after=silent-loop");
        Assert.Equal(["stray-camera"], rest["devices"]!.AsArray().Select(d => (string?)d!["id"]));
    }

    [Theory]
    [InlineData("/v1/cameras", "public, max-age=0")]
    [InlineData("/v1/devices", "max-age=0, private")]
    [InlineData("/v1/devices/beta-gate", "max-age=0, private")]
    public async Task Who_has_the_list_already_is_told_so_and_no_cache_keeps_what_is_the_operators(string path, string caching)
    {
        using HttpResponseMessage first = await this.AskAsync(path, null);
        string tag = first.Headers.ETag!.ToString();
        using HttpResponseMessage again = await this.AskAsync(path, tag);
        using HttpResponseMessage other = await this.AskAsync(path, "\"other\"");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal(caching, first.Headers.CacheControl!.ToString());
        Assert.Equal(tag, again.Headers.ETag!.ToString());
        Assert.Empty(await again.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Another_count_is_another_list()
    {
        await using TestWeb strict = await this.StartAsync(new QueryOptions { FewestTold = 15 });
        using HttpResponseMessage one = await this.AskAsync("/v1/cameras", null);
        using HttpResponseMessage other = await strict.Http.GetAsync(new Uri("/v1/cameras", UriKind.Relative), Cancellation);

        Assert.NotEqual(one.Headers.ETag, other.Headers.ETag);
    }

    [Fact]
    public async Task Other_sites_may_read_cameras_and_not_devices()
    {
        Assert.True(await this.AllowsOthersAsync("/v1/cameras"));
        Assert.False(await this.AllowsOthersAsync("/v1/devices"));
    }

    [Fact]
    public async Task Feeds_metrics_and_status_page_count_by_kind()
    {
        JsonNode feed = (await this.GetAsync("/v1/feeds"))[0]!;
        Assert.Equal("""{"avl":1,"apc":1,"count":3,"passage":1,"status":1}""", Plain(feed["accepted_by_kind"]!));
        string metrics = await this.web.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation);
        Assert.Contains(metrics.Split('\n'), l => l.StartsWith("transithub_accepted_by_kind_total", StringComparison.Ordinal) && l.Contains("kind=\"count\"", StringComparison.Ordinal) && l.Contains("} 3", StringComparison.Ordinal));
        string page = await this.web.Http.GetStringAsync(new Uri("/status", UriKind.Relative), Cancellation);
        Assert.Contains("line-1 person in: 14", page, StringComparison.Ordinal);
        Assert.Contains("line-1 person out: fewer than 5", page, StringComparison.Ordinal);
        Assert.Contains("not registered", page, StringComparison.Ordinal);
    }

    private static string Plain(JsonNode node) => node.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static ChannelCount Counted(string @class, string? direction, long? count, long? total = null) => new(
        new ChannelKey("line-1", @class, direction), count is null ? null : TestCity.Morning.AddSeconds(-60), TestCity.Morning, count, total, false, 0.98f, TestCity.Morning);

    private static PassageReport Passed(string @class, string? routeText) => new()
    {
        Device = DeviceId.Parse("beta-gate"),
        ReceivedAt = TestCity.Morning,
        MeasuredAt = TestCity.Morning,
        Channel = "line-1",
        Class = @class,
        RouteText = routeText,
    };

    /// <summary>A passage that may have been of T1, T2, ... with these probabilities.</summary>
    private static PassageSnapshot Decided(string device, PassageState state, params float[] probabilities) => new()
    {
        Device = DeviceId.Parse(device),
        Channel = "line-1",
        EventId = "event-1",
        Class = "bus",
        RouteText = "1-33",
        At = TestCity.Morning,
        State = state,
        Trip = state == PassageState.Attached ? TestCity.Run("T1") : null,
        Probability = probabilities.FirstOrDefault(),
        Candidates = [.. probabilities.Select((p, i) => new PassageCandidate(TestCity.Run($"T{i + 1}"), p, TestCity.Morning.UnixSeconds + 30))],
    };

    private Task<TestWeb> StartAsync(QueryOptions query) => TestWeb.StartAsync(
        this.city,
        new HubOptions { Query = query },
        registry: CameraFile.Registry,
        devices:
        [
            new()
            {
                Device = DeviceId.Parse("a-bus"),
                LastLoad = new() { Device = DeviceId.Parse("a-bus"), ReceivedAt = TestCity.Morning, MeasuredAt = TestCity.Morning, Load = 31 },
            },
            new()
            {
                Device = DeviceId.Parse("beta-gate"),
                LastSeen = TestCity.Morning,
                Status = new() { Device = DeviceId.Parse("beta-gate"), ReceivedAt = TestCity.Morning, Online = true },
                Counts =
                [
                    Counted("bus", "in", 2), Counted("person", null, null, 10_523), Counted("person", "in", 14), Counted("person", "out", 3), Counted("person", "through", 0),
                ],
                Passages = 2,
                LastPassages = [Passed("car", null), Passed("bus", "1-33")],
            },
            new() { Device = DeviceId.Parse("stray-camera"), Counts = [Counted("person", "in", 9)] },
        ]);

    private async Task<JsonNode> GetAsync(string path) =>
        (await this.web.Http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), Cancellation))!;

    private async Task<HttpResponseMessage> AskAsync(string path, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (known is not null)
        {
            request.Headers.Add("If-None-Match", known);
        }

        return await this.web.Http.SendAsync(request, Cancellation);
    }

    private async Task<bool> AllowsOthersAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Origin", "https://elsewhere.example");
        using HttpResponseMessage response = await this.web.Http.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.Contains("Access-Control-Allow-Origin");
    }
}
