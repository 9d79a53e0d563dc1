using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Conformance;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Server.Tests.Dispatching;

/// <summary>An operator's hand on a whole hub, in one process and over Redis.</summary>
public sealed class ChangesHubTests
{
    private const string Changes = "/v1/feeds/city/changes";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static DateTimeOffset Bangkok => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(7));

    private static string Today => Bangkok.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    [Fact]
    public async Task In_one_process_the_feeds_follow_what_an_operator_writes()
    {
        await using RunningHub hub = await RunningHub.StartAsync();
        await WriteAsync(hub);
    }

    [Fact]
    public async Task Over_redis_every_shard_has_what_an_operator_writes()
    {
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using RunningHub hub = await RunningHub.StartScaledAsync(redis);
        await WriteAsync(hub);
    }

    private static async Task WriteAsync(RunningHub hub)
    {
        // Canceled, and back when the operator ends it.
        (HttpResponseMessage created, JsonNode? canceled) = await SendAsync(hub, HttpMethod.Post, Changes, $$"""{"kind": "cancel", "trip_id": "T2", "start_date": "{{Today}}", "expires_at": {{Now + 600}}, "note": "รถเสีย"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(("active", null), ((string)canceled!["state"]!, (string?)canceled["problem"]));
        await RunningHub.UntilAsync("T2 is canceled", async () => (await UpdatesAsync(hub)).Any(u => u.Trip is { TripId: "T2", ScheduleRelationship: TripRelation.Canceled }));
        JsonElement unseen = Assert.Single((await JsonAsync(hub, "/v1/trips/T2?feed=city")).GetProperty("unseen").EnumerateArray());
        Assert.Equal(((string)canceled["id"]!, "canceled"), (unseen.GetProperty("change_id").GetString(), unseen.GetProperty("state").GetString()));
        (HttpResponseMessage ended, _) = await SendAsync(hub, HttpMethod.Delete, created.Headers.Location!.ToString(), null, created.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        await RunningHub.UntilAsync("T2 is not canceled any more", async () => (await UpdatesAsync(hub)).All(u => u.Trip.TripId != "T2"));

        // Added, with a vehicle that serves it.
        long start = Now + 300;
        await SendAsync(hub, HttpMethod.Post, Changes, $$"""
            {"kind": "add", "trip_id": "X1", "route_id": "R", "direction_id": 0, "headsign": "Fair", "start_date": "{{Today}}", "expires_at": {{Now + 7200}},
             "stop_times": [{"stop_id": "A", "departure": "{{Clock(start)}}"}, {"stop_id": "C", "arrival": "{{Clock(start + 600)}}"}]}
            """);
        await RunningHub.UntilAsync("X1 is added", async () => (await UpdatesAsync(hub)).Any(u => u.Trip is { TripId: "X1", ScheduleRelationship: TripRelation.New } && u.StopTimeUpdate.Count == 2));
        JsonElement arrival = Assert.Single((await JsonAsync(hub, "/v1/stops/C/arrivals?feed=city")).GetProperty("arrivals").EnumerateArray(), a => a.GetProperty("trip").GetProperty("trip_id").GetString() == "X1");
        Assert.Equal(("new", "Fair", start + 600, false), (arrival.GetProperty("trip").GetProperty("schedule_relationship").GetString(), arrival.GetProperty("headsign").GetString(), arrival.GetProperty("arrives_at").GetInt64(), arrival.GetProperty("real_time").GetBoolean()));
        (HttpResponseMessage assigned, _) = await SendAsync(hub, HttpMethod.Post, Changes, $$"""{"kind": "assign_vehicle", "vehicle_id": "bus-1", "trip_id": "X1", "start_date": "{{Today}}", "expires_at": {{Now + 7200}}}""");
        Assert.Equal(HttpStatusCode.Created, assigned.StatusCode);
        await RunningHub.UntilAsync("bus-1 is on X1", async () =>
        {
            await hub.Device.PublishPositionAsync("bus-1");
            return (await UpdatesAsync(hub)).Any(u => u.Trip.TripId == "X1" && u.Vehicle?.Id == "bus-1");
        });
        Assert.Equal("bus-1", (await JsonAsync(hub, "/v1/trips/X1?feed=city")).GetProperty("runs")[0].GetProperty("vehicle_id").GetString());

        await RunningHub.UntilAsync("both feeds are of one moment, and nothing is wrong with them", () => IsConformingAsync(hub));

        // Ignored: refused with a reason that is told, on the device too.
        await SendAsync(hub, HttpMethod.Post, Changes, $$"""{"kind": "ignore_device", "device_id": "bus-1", "expires_at": {{Now + 600}}}""");
        await RunningHub.UntilAsync("bus-1 is ignored", async () =>
        {
            await hub.Device.PublishPositionAsync("bus-1");
            return (await hub.Http.GetStringAsync(new Uri("/v1/rejections?feed=city", UriKind.Relative), Cancellation)).Contains("device_ignored", StringComparison.Ordinal)
                && (await hub.Http.GetStringAsync(new Uri("/v1/devices?feed=city", UriKind.Relative), Cancellation)).Contains("device_ignored", StringComparison.Ordinal);
        });
        await RunningHub.UntilAsync("its vehicle is gone", async () => (await UpdatesAsync(hub)).All(u => u.Vehicle is null));
        JsonArray audit = (await NodeAsync(hub, Changes + "/audit"))!["entries"]!.AsArray();
        Assert.Equal(["create", "create", "create", "end", "create"], audit.Select(e => (string)e!["what"]!));
        Assert.Equal("รถเสีย", (string)audit[4]!["after"]!["note"]!);
    }

    private static async Task<bool> IsConformingAsync(RunningHub hub)
    {
        RealtimeFeed[] feeds =
        [
            RealtimeFeed.Decode("trip-updates", await hub.Http.GetByteArrayAsync(new Uri("/gtfs-rt/city/trip-updates.pb", UriKind.Relative), Cancellation)),
            RealtimeFeed.Decode("vehicle-positions", await hub.Http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation)),
        ];
        if (feeds[0].Message!.Header.Timestamp != feeds[1].Message!.Header.Timestamp)
        {
            return false;
        }

        RealtimeFindings findings = new RealtimeValidator(TestCity.Schedule).Check(Now * 1000, feeds);
        Assert.Empty(findings.Notices.Select(n => $"{n.Code} {n.Message}"));
        return true;
    }

    private static string Clock(long unix)
    {
        DateTimeOffset day = new(Bangkok.Date, TimeSpan.FromHours(7));
        return ServiceTime.FromSeconds((int)(unix - day.ToUnixTimeSeconds())).ToString();
    }

    private static async Task<IReadOnlyList<TripUpdate>> UpdatesAsync(RunningHub hub)
    {
        using HttpResponseMessage answer = await hub.Http.GetAsync(new Uri("/gtfs-rt/city/trip-updates.pb", UriKind.Relative), Cancellation);
        return answer.IsSuccessStatusCode ? [.. FeedMessage.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Cancellation)).Entity.Select(e => e.TripUpdate)] : [];
    }

    private static async Task<JsonElement> JsonAsync(RunningHub hub, string path) =>
        JsonSerializer.Deserialize<JsonElement>(await hub.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));

    private static async Task<JsonNode?> NodeAsync(RunningHub hub, string path) => JsonNode.Parse(await hub.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));

    private static async Task<(HttpResponseMessage Response, JsonNode? Body)> SendAsync(RunningHub hub, HttpMethod method, string path, string? body, string? match = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        HttpResponseMessage response = await hub.Http.SendAsync(request, Cancellation);
        return (response, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation)));
    }
}
