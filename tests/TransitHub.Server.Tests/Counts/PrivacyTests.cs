using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Parquet.Serialization;
using TransitHub.Core.Counting;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Protocol.V1;
using TransitHub.Server.Counts;
using TransitHub.Server.Options;
using CrowdingLevel = TransitHub.Core.Snapshots.CrowdingLevel;
using PassageReport = TransitHub.Core.Observations.PassageReport;
using TrafficCount = TransitHub.Core.Observations.TrafficCount;

namespace TransitHub.Server.Tests.Counts;

/// <summary>
/// Holds every public output against the rules of privacy: never an image, a plate, a track of a person or what names a passage; no small count, no
/// running total. Outputs are taken from the OpenAPI document, so that a new one is looked at too.
/// </summary>
public sealed class PrivacyTests : IAsyncLifetime
{
    /// <summary>A count below the fewest told here, that is no part of any other number.</summary>
    private const int SmallCount = 773;

    /// <summary>It as a number of its own, not as a part of a hash or a longer number.</summary>
    private const string Alone = @"(?<![\w.])773(?![\w.])";

    private const int FewestTold = 1000;

    /// <summary>A number of people above it, which is told in steps only.</summary>
    private const int CrowdCount = 8_641;

    /// <summary>It, with the interval around the forecast of it.</summary>
    private const string CrowdAlone = @"(?<![\w.])(8641|6048|6049|11233|11234)(?!\w)";

    private const long RunningTotal = 98_765_431;
    private const string EventId = "event-secret-4711";
    private const string Plate = "1กข-9876";
    private const string Day = "2026-11-22";

    /// <summary>What is the operator's own, and what never ends.</summary>
    private static readonly string[] NotPublic = ["/v1/devices", "/v1/devices/{id}", "/v1/rejections", "/v1/stream"];

    private readonly TestCity city = new();
    private TestWeb web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        this.web = await TestWeb.StartAsync(
            this.city, new HubOptions { Query = new QueryOptions { FewestTold = FewestTold } }, registry: CameraFile.Registry, devices: [Heard()], counting: Counted());
        this.city.Passages = [Decided()];
        this.city.Waiting("B", new PeopleEstimate(SmallCount, SmallCount, SmallCount), CrowdingLevel.Busy, CrowdedPier.Ahead(SmallCount))
            .Waiting("C", new PeopleEstimate(CrowdCount, CrowdCount, CrowdCount), CrowdingLevel.Full, CrowdedPier.Ahead(CrowdCount));
        this.city.Publish();
    }

    public ValueTask DisposeAsync() => this.web.DisposeAsync();

    [Fact]
    public async Task No_public_output_tells_a_small_count_a_running_total_an_event_or_a_plate()
    {
        JsonNode document = JsonNode.Parse(await this.GetAsync("/openapi/v1.json"))!;
        string[] paths = [.. document["paths"]!.AsObject().Select(p => p.Key).Where(p => !NotPublic.Contains(p, StringComparer.Ordinal)), "/status", "/metrics"];
        Assert.Contains("/v1/cameras", paths);
        Assert.Contains("/v1/cameras/{id}/flows", paths);
        Assert.Contains("/v1/crowding", paths);
        Assert.Contains("/v1/stops/{id}/arrivals", paths);
        Assert.Contains("/v1/counts/{date}/measures.csv", paths);
        foreach (string path in paths)
        {
            string text = await this.GetAsync(Filled(path));
            if (path != "/metrics" && !path.EndsWith(".zip", StringComparison.Ordinal) && !path.EndsWith(".pb", StringComparison.Ordinal))
            {
                // The process's own figures and compressed bytes may have any number in them.
                Assert.DoesNotMatch(Alone, text);
                Assert.DoesNotMatch(CrowdAlone, text);
            }

            Assert.DoesNotContain($"{RunningTotal}", text, StringComparison.Ordinal);
            Assert.DoesNotContain(EventId, text, StringComparison.Ordinal);
            Assert.DoesNotContain(Plate, System.Text.RegularExpressions.Regex.Unescape(text.Replace("\\", "\\\\", StringComparison.Ordinal)), StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(Plate), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_test_would_see_a_breach()
    {
        string operators = await this.GetAsync("/v1/devices/beta-gate");
        Assert.Matches(Alone, operators);
        Assert.Matches(CrowdAlone, operators);
        Assert.Contains($"{RunningTotal}", operators, StringComparison.Ordinal);
        Assert.DoesNotContain(EventId, operators, StringComparison.Ordinal);
        Assert.Equal(Plate, (string?)JsonNode.Parse(operators)!["decided_passages"]![0]!["route_text"]);
    }

    [Fact]
    public async Task No_stream_and_no_list_to_apps_tells_how_few_wait_or_how_many_to_the_person()
    {
        var hub = new Protocol.V1.TransitHub.TransitHubClient(this.web.Grpc);
        using AsyncServerStreamingCall<WatchEvent> watch = hub.Watch(new WatchRequest(), cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        WatchEvent watched = watch.ResponseStream.Current;
        ListCrowdingResponse listed = await hub.ListCrowdingAsync(new ListCrowdingRequest(), cancellationToken: Cancellation);
        ListArrivalsResponse board = await hub.ListArrivalsAsync(new ListArrivalsRequest { StopId = "B" }, cancellationToken: Cancellation);
        string[] outputs =
        [
            $"{watched}", $"{listed}", $"{board}", await this.StreamedAsync("/v1/stream"), await this.StreamedAsync("/v1/stream?kinds=crowding&form=brief"),
            await this.GetAsync("/v1/crowding"), await this.GetAsync("/v1/stops/B"), await this.GetAsync("/v1/stops/C/arrivals"),
        ];

        Assert.Equal((2, 2, 1), (watched.Snapshot.Crowding.Count, listed.Crowding.Count, board.Crowding.Count));
        Assert.All(outputs, text => Assert.DoesNotMatch(Alone, text));
        Assert.All(outputs, text => Assert.DoesNotMatch(CrowdAlone, text));
        Assert.Equal(6, outputs.Count(text => System.Text.RegularExpressions.Regex.IsMatch(text, @"(?<![\w.])9000(?!\w)")));
        Assert.All(listed.Crowding.Where(c => c.StopId == "B"), c => Assert.Equal(Protocol.V1.CrowdingLevel.Empty, c.Level));
    }

    [Fact]
    public async Task The_open_files_say_that_a_count_is_small_and_not_how_small()
    {
        string[] rows = (await this.GetAsync($"/v1/counts/{Day}/measures.csv")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("channel_id,site_id,mode,direction,start_datetime,end_datetime,count,fewer_than,approximate,uptime", rows[0]);
        Assert.Equal(
            [
                "beta-gate/line-1/bus/in,beta-gate,bus,in,2026-11-22T12:00:00+07:00,2026-11-22T13:00:00+07:00,3,,,0.083",
                "beta-gate/line-1/person/in,beta-gate,person,in,2026-11-22T12:00:00+07:00,2026-11-22T13:00:00+07:00,,1000,,0.083",
                "beta-gate/line-1/person/out,beta-gate,person,out,2026-11-22T12:00:00+07:00,2026-11-22T13:00:00+07:00,150000,,,0.083",
            ],
            rows[1..]);
    }

    [Fact]
    public async Task The_parquet_file_has_the_same_rows()
    {
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri($"/v1/counts/{Day}/measures.parquet", UriKind.Relative), Cancellation);
        Assert.Equal("application/vnd.apache.parquet", answer.Content.Headers.ContentType!.ToString());
        using MemoryStream bytes = new(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        IList<MeasureRow> rows = (await ParquetSerializer.DeserializeAsync<MeasureRow>(bytes, cancellationToken: Cancellation)).Data;
        Assert.Equal([(3L, null), (null, FewestTold), (150_000L, null)], rows.Select(r => ((long?)r.Count, (int?)r.FewerThan)));
        Assert.Equal(("beta-gate/line-1/bus/in", new DateTime(2026, 11, 22, 5, 0, 0, DateTimeKind.Utc)), (rows[0].ChannelId, rows[0].Start));
    }

    [Fact]
    public async Task Devices_that_the_file_does_not_know_are_in_no_public_output()
    {
        Assert.DoesNotContain("stray-camera", await this.GetAsync("/v1/cameras"), StringComparison.Ordinal);
        Assert.DoesNotContain("stray-camera", await this.GetAsync($"/v1/counts/{Day}/measures.csv"), StringComparison.Ordinal);
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri("/v1/cameras/stray-camera/flows", UriKind.Relative), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public void The_stream_to_apps_has_no_field_for_what_names_a_person_or_a_car()
    {
        string[] forbidden = ["image", "photo", "picture", "plate", "face", "track", "event_id", "passage"];
        string[] fields = [.. Fields(StreamReflection.Descriptor.MessageTypes)];
        Assert.Contains("vehicle.lat", fields);
        Assert.DoesNotContain(fields, f => forbidden.Any(w => f.Split('.')[^1].Split('_').Contains(w, StringComparer.Ordinal) || f.EndsWith(w, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Flows_have_no_bin_that_still_fills()
    {
        JsonNode list = JsonNode.Parse(await this.GetAsync("/v1/cameras/beta-gate/flows?hours=24"))!;
        Assert.All(list["flows"]!.AsArray(), f => Assert.True((double)f!["to"]! <= TestCity.Morning.UnixSeconds));
        Assert.Contains(list["flows"]!.AsArray(), f => (string?)f!["class"] == "bus" && (long?)f["count"] == 3);
        Assert.DoesNotContain(list["flows"]!.AsArray(), f => (string?)f!["class"] == "bus" && (long?)f["count"] == 1);
    }

    private static IEnumerable<string> Fields(IEnumerable<MessageDescriptor> messages) =>
        messages.SelectMany(m => m.Fields.InDeclarationOrder().Select(f => $"{m.Name.ToLowerInvariant()}.{f.Name}").Concat(Fields(m.NestedTypes)));

    private static string Filled(string path) => path
        .Replace("{date}", Day, StringComparison.Ordinal)
        .Replace("{feed}", "city", StringComparison.Ordinal)
        .Replace("/v1/stops/{id}", "/v1/stops/B", StringComparison.Ordinal)
        .Replace("/v1/cameras/{id}", "/v1/cameras/beta-gate", StringComparison.Ordinal)
        .Replace("{id}", "a-bus", StringComparison.Ordinal)
        + (path.EndsWith("/flows", StringComparison.Ordinal) ? "?hours=24" : string.Empty);

    private static DeviceHealth Heard() => new()
    {
        Device = DeviceId.Parse("beta-gate"),
        LastSeen = TestCity.Morning,
        Counts =
        [
            new(new("line-1", "person", "in"), TestCity.Morning.AddSeconds(-60), TestCity.Morning, SmallCount, RunningTotal, false, 1, TestCity.Morning),
            Present("zone-1", SmallCount), Present("zone-2", CrowdCount),
        ],
        Passages = 2,
        LastPassages = [Passed("car"), Passed("bus") with { RouteText = "1-33" }],
    };

    private static ChannelCount Present(string zone, long people) =>
        new(new(zone, "person", null), null, TestCity.Morning, null, null, false, 1, TestCity.Morning) { Present = people };

    private static PassageReport Passed(string @class) => new()
    {
        Device = DeviceId.Parse("beta-gate"),
        ReceivedAt = TestCity.Morning,
        MeasuredAt = TestCity.Morning,
        EventId = EventId,
        Channel = "line-1",
        Class = @class,
        RouteText = Plate,
    };

    private static PassageSnapshot Decided() => new()
    {
        Device = DeviceId.Parse("beta-gate"),
        Channel = "line-1",
        EventId = EventId,
        Class = "bus",
        RouteText = Plate,
        At = TestCity.Morning,
        State = PassageState.Attached,
        Trip = TestCity.Run("T1"),
        Probability = 0.9f,
        Candidates = [new PassageCandidate(TestCity.Run("T1"), 0.9f, TestCity.Morning.UnixSeconds)],
    };

    private static CountBook Counted()
    {
        CountBook book = new(FewestTold);

        // Noon of the day before in Bangkok.
        Timestamp noon = Timestamp.FromUnixSeconds(TestCity.Morning.UnixSeconds - (19 * 3600) - (55 * 60));
        foreach (Timestamp start in (Timestamp[])[noon, TestCity.Morning.AddSeconds(-900)])
        {
            Take(book, "beta-gate", "person", "in", start, SmallCount);
            Take(book, "beta-gate", "person", "out", start, 150_000);
            Take(book, "beta-gate", "bus", "in", start, 3);
            Take(book, "stray-camera", "person", "in", start, 150_000);
        }

        Take(book, "beta-gate", "bus", "in", TestCity.Morning.AddSeconds(-120), 1);
        return book;
    }

    private static void Take(CountBook book, string device, string @class, string direction, Timestamp from, long count) => book.Take(new TrafficCount
    {
        Device = DeviceId.Parse(device),
        ReceivedAt = from.AddSeconds(300),
        Channel = "line-1",
        Class = @class,
        Direction = direction,
        From = from,
        To = from.AddSeconds(300),
        Count = count,
    });

    /// <summary>The first event of a stream.</summary>
    private async Task<string> StreamedAsync(string path)
    {
        using Stream stream = await this.web.Http.GetStreamAsync(new Uri(path, UriKind.Relative), Cancellation);
        using StreamReader reader = new(stream);
        while (await reader.ReadLineAsync(Cancellation) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private async Task<string> GetAsync(string path)
    {
        using HttpResponseMessage answer = await this.web.Http.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}
