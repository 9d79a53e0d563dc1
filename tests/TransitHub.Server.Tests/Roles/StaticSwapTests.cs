using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Fusion.Shards;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Redis;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Server.Tests.Processes;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Roles;

/// <summary>A hub of two processes with all roles over a redis-server goes over to another static feed while it runs and is read.</summary>
public sealed class StaticSwapTests : IAsyncLifetime
{
    private const string Static = "/v1/feeds/city/static";
    private static readonly FeedId City = FeedId.Parse("city");
    private readonly TestFolder folder = new();
    private readonly List<IAsyncDisposable> parts = [];
    private readonly CancellationTokenSource ending = new();
    private readonly List<string> faults = [];
    private readonly HashSet<string> editions = [];
    private RedisServer redis = null!;
    private volatile string running = "v1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => this.redis = await RedisServer.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable part in Enumerable.Reverse(this.parts))
        {
            await part.DisposeAsync();
        }

        await this.redis.DisposeAsync();
        this.ending.Dispose();
        this.folder.Dispose();
    }

    [Fact]
    public async Task A_version_comes_into_service_and_goes_again_in_all_processes_and_no_edition_is_empty_or_of_both()
    {
        RunningHub one = await this.StartAsync(1, keptAsWell: "v2");
        RunningHub two = await this.StartAsync(2);
        Task driving = this.DriveAsync();
        Task[] reading = [this.ReadAsync(one.Http, "vehicle-positions"), this.ReadAsync(two.Http, "vehicle-positions"), this.ReadAsync(one.Http, "trip-updates"), this.ReadAsync(two.Http, "trip-updates")];
        await RunningHub.UntilAsync("runs of v1 at both", () => Task.FromResult(this.Saw("vehicle-positions v1 on", 2)));

        JsonNode published = await PublishAsync(one.Http, this.HashOf("v2"));
        Assert.Equal(("rolled_back", "v2", "v1"), ((string)published["outcome"]!, (string)published["version"]!, (string)published["replaced"]!));
        this.running = "v2";
        await RunningHub.UntilAsync("v2 at the other one, with both versions and the history", async () => await InServiceAsync(two.Http) == "v2" && (await VersionsAsync(two.Http)).Count == 2);
        await RunningHub.UntilAsync("runs of v2 at both", () => Task.FromResult(this.Saw("vehicle-positions v2 on", 2)));
        Assert.Equal(this.HashOf("v2"), (await two.Http.GetAsync(new Uri("/gtfs/city.zip", UriKind.Relative), Cancel)).Headers.ETag!.Tag.Trim('"'));

        // A process that starts with the older file joins the others.
        RunningHub three = await this.StartAsync(3);
        Assert.Equal("v2", await InServiceAsync(three.Http));

        JsonNode back = await PublishAsync(two.Http, this.HashOf("v1"));
        Assert.Equal(("rolled_back", "v1"), ((string)back["outcome"]!, (string)back["version"]!));
        this.running = "v1";
        await RunningHub.UntilAsync("v1 everywhere", async () => await InServiceAsync(one.Http) == "v1" && await InServiceAsync(three.Http) == "v1");
        await this.ending.CancelAsync();
        await driving;
        await Task.WhenAll(reading);

        Assert.Empty(this.faults);
        Assert.True(this.Saw("trip-updates v1 on", 2) && this.Saw("trip-updates v2 on", 2), string.Join(", ", this.editions));
    }

    [Fact]
    public async Task What_a_process_cannot_read_is_given_up_with_the_reason_and_the_former_one_goes_on()
    {
        RunningHub one = await this.StartAsync(1, keptAsWell: "v2");
        await RunningHub.UntilAsync("ready", async () => (await one.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancel)).IsSuccessStatusCode);

        // As if another process had asked whose zip was lost again.
        await using RedisStorage other = await FusionProcess.ConnectAsync(this.redis, Cancel);
        Schedule schedule = ScheduleReader.Read(this.FileOf("v1"), cancellationToken: Cancel).Schedule;
        StaticVersion lost = new("v9", new string('9', 32), 1, 1, null, null);
        StaticVersion served = new(schedule.Version, schedule.ContentHash, 1, 1, null, null);
        StaticBook book = new() { Versions = [served], Served = [served.ContentHash], Turn = new StaticTurn("lost", lost, "Ann", "new", Timestamp.Now(TimeProvider.System).UnixSeconds, false, []) };
        Assert.Equal(1, await other.Statics.TryReplaceAsync(City, book.Write(), "asked", 0, Cancel));

        await RunningHub.UntilAsync("given up", async () => (await one.Http.GetFromJsonAsync<JsonNode>(Static, Cancel))!["last"] is not null);
        JsonNode told = (await one.Http.GetFromJsonAsync<JsonNode>(Static, Cancel))!;
        Assert.Equal(("failed", "v9", "Ann"), ((string)told["last"]!["outcome"]!, (string)told["last"]!["version"]!, (string)told["last"]!["by"]!));
        Assert.Contains("has no zip", (string)told["last"]!["reasons"]![0]!, StringComparison.Ordinal);
        Assert.Null(told["pending"]);
        Assert.Equal("v1", await InServiceAsync(one.Http));
        await PublishAsync(one.Http, this.HashOf("v2"));
        Assert.Equal("v2", await InServiceAsync(one.Http));
    }

    [Fact]
    public async Task A_process_that_is_killed_in_the_middle_does_not_lose_it_and_all_that_start_anew_have_the_version_in_service()
    {
        string data = Path.Combine(this.folder.Path, "serving");
        string file = this.FileOf("v2");
        StaticVersions.Of(Path.Combine(data, "city"), new LoadedSchedule(ScheduleReader.Read(file, cancellationToken: Cancel).Schedule, file), Timestamp.FromUnixSeconds(1), 10);
        string config = Path.Combine(this.folder.Path, "hub.json");
        await File.WriteAllTextAsync(
            config, $$"""{ "Feeds": [ { "Id": "city", "Gtfs": "{{this.FileOf("v1")}}", "Shards": 2 } ], "Shards": { "SaveSeconds": 0.5, "SaveRecords": 1 } }""", Cancel);
        Task<ServeProcess> Begin(string folder, string roles) => ServeProcess.StartAsync(
            folder, "--mqtt", "mqtt://127.0.0.1:1", "--config", config, "--redis", $"127.0.0.1:{this.redis.Port}", "--roles", roles);
        await using ServeProcess serving = await Begin(data, "serve");
        await using ServeProcess killed = await Begin(Path.Combine(this.folder.Path, "killed"), "fusion");
        await using ServeProcess other = await Begin(Path.Combine(this.folder.Path, "other"), "fusion");
        using HttpClient http = new() { BaseAddress = serving.Http };
        Task driving = this.DriveAsync();
        await RunningHub.UntilAsync("ready", async () => (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Cancel)).IsSuccessStatusCode);
        Task reading = this.ReadAsync(http, "vehicle-positions");
        await RunningHub.UntilAsync("runs of v1", () => Task.FromResult(this.Saw("vehicle-positions v1 on", 1)));

        Task<JsonNode> publishing = PublishAsync(http, this.HashOf("v2"));
        await RunningHub.UntilAsync("asked", async () => publishing.IsCompleted || (await http.GetFromJsonAsync<JsonNode>(Static, Cancel))!["pending"] is not null);
        await killed.KillAsync();
        Assert.Equal("v2", (string)(await publishing)["version"]!);
        this.running = "v2";
        await RunningHub.UntilAsync("runs of v2", () => Task.FromResult(this.Saw("vehicle-positions v2 on", 1)));
        await this.ending.CancelAsync();
        await Task.WhenAll(driving, reading);
        Assert.Empty(this.faults);

        await serving.KillAsync();
        await other.KillAsync();
        await using ServeProcess fresh = await Begin(Path.Combine(this.folder.Path, "fresh"), "serve,fusion");
        using HttpClient again = new() { BaseAddress = fresh.Http };
        await RunningHub.UntilAsync("ready again", async () => (await again.GetAsync(new Uri("/readyz", UriKind.Relative), Cancel)).IsSuccessStatusCode);
        Assert.Equal("v2", await InServiceAsync(again));
        Assert.Equal("v2", FeedMessage.Parser.ParseFrom(await again.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancel)).Header.FeedVersion);
    }

    /// <summary>Two runs of an hour around noon, wherever that is now.</summary>
    private static FeedText Feed(string version)
    {
        int hours = 12 - TimeProvider.System.GetUtcNow().Hour;
        string zone = hours == 0 ? "Etc/UTC" : string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(hours > 0 ? "-" : "+")}{Math.Abs(hours)}");
        return FeedText.TwoStops()
            .With("agency.txt", $"agency_id,agency_name,agency_url,agency_timezone\nX,Example,https://example.org,{zone}")
            .With("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,1,1,20200101,20991231")
            .With("feed_info.txt", $"feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nX,https://example.org,en,{version}")
            .With("stops.txt", "stop_id,stop_name,stop_lat,stop_lon\nA,Alpha,13.70,100.50\nB,Beta,13.80,100.50")
            .With("trips.txt", $"route_id,service_id,trip_id\nR,S,{version}-0\nR,S,{version}-1")
            .With("stop_times.txt", $"""
                trip_id,arrival_time,departure_time,stop_id,stop_sequence
                {version}-0,11:30:00,11:30:00,A,1
                {version}-0,13:30:00,13:30:00,B,2
                {version}-1,11:31:00,11:31:00,A,1
                {version}-1,13:31:00,13:31:00,B,2
                """);
    }

    private static async Task<List<JsonNode>> VersionsAsync(HttpClient hub) =>
        [.. (await hub.GetFromJsonAsync<JsonNode>(Static, Cancel))!["versions"]!.AsArray().Select(v => v!)];

    private static async Task<string?> InServiceAsync(HttpClient hub) => (string?)(await VersionsAsync(hub)).Find(v => (bool)v["in_service"]!)?["version"];

    private static async Task<JsonNode> PublishAsync(HttpClient hub, string hash)
    {
        HttpResponseMessage now = await hub.GetAsync(new Uri(Static, UriKind.Relative), Cancel);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{Static}/{hash}/publish") { Content = JsonContent.Create(new { reason = "a test" }) };
        request.Headers.TryAddWithoutValidation("If-Match", now.Headers.ETag!.ToString());
        HttpResponseMessage answer = await hub.SendAsync(request, Cancel);
        JsonNode body = (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            await RunningHub.UntilAsync("done", async () => (await hub.GetFromJsonAsync<JsonNode>(Static, Cancel))!["pending"] is null);
            return (await hub.GetFromJsonAsync<JsonNode>(Static, Cancel))!["last"]!;
        }

        Assert.True(answer.StatusCode == HttpStatusCode.OK, body.ToJsonString());
        return body;
    }

    private string FileOf(string version)
    {
        string file = Path.Combine(this.folder.Path, version + ".zip");
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, Feed(version).ToZip().ToArray());
        }

        return file;
    }

    private string HashOf(string version) => ScheduleReader.Read(this.FileOf(version), cancellationToken: Cancel).Schedule.ContentHash;

    private async Task<RunningHub> StartAsync(int seed, string? keptAsWell = null)
    {
        RunningHub hub = await RunningHub.StartScaledAsync(
            this.redis,
            options =>
            {
                options.Feeds = [new FeedSettings { Id = "city", Shards = 2, Gtfs = this.FileOf("v1") }];
                options.Shards = new ShardRunOptions { SaveSeconds = 0.5, SaveRecords = 1 };
                if (keptAsWell is not null)
                {
                    string file = this.FileOf(keptAsWell);
                    StaticVersions.Of(Path.Combine(options.Data, "city"), new LoadedSchedule(ScheduleReader.Read(file, cancellationToken: Cancel).Schedule, file), Timestamp.FromUnixSeconds(1), 10);
                }
            },
            seed);
        this.parts.Add(hub);
        return hub;
    }

    /// <summary>A vehicle in each shard goes north and names its run of the version that it was told of.</summary>
    private async Task DriveAsync()
    {
        await using RedisStorage storage = await FusionProcess.ConnectAsync(this.redis, Cancel);
        await using IObservationLog first = await storage.OpenLogAsync(ShardId.From(City, 0), null, null, Cancel);
        await using IObservationLog second = await storage.OpenLogAsync(ShardId.From(City, 1), null, null, Cancel);
        for (int step = 0; !this.ending.IsCancellationRequested; step++)
        {
            Timestamp now = Timestamp.Now(TimeProvider.System);
            AvlReport Report(int shard) => new()
            {
                Device = DeviceId.Parse($"bus-{shard}"), ReceivedAt = now, MeasuredAt = now, Latitude = 13.72 + (step * 0.00002), Longitude = 100.50, TripId = $"{this.running}-{shard}",
            };
            await first.AppendAsync([Report(0)], Cancel);
            await second.AppendAsync([Report(1)], Cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, this.ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(HttpClient hub, string kind)
    {
        ulong last = 0;
        bool wasWhole = false;
        while (!this.ending.IsCancellationRequested)
        {
            FeedMessage message = FeedMessage.Parser.ParseFrom(await hub.GetByteArrayAsync(new Uri($"/gtfs-rt/city/{kind}.pb", UriKind.Relative), Cancel));
            string version = message.Header.FeedVersion;
            string[] trips = [.. message.Entity.Select(e => e.Vehicle?.Trip?.TripId ?? e.TripUpdate?.Trip?.TripId).OfType<string>().Where(t => t.Length > 0)];
            bool isWhole = kind != "vehicle-positions" || message.Entity.Count == 2;
            lock (this.faults)
            {
                if (message.Header.Timestamp < last)
                {
                    this.faults.Add($"{kind}: time went back from {last} to {message.Header.Timestamp}");
                }

                if (trips.Any(t => !t.StartsWith(version, StringComparison.Ordinal)))
                {
                    this.faults.Add($"{kind}: of {version} with {string.Join(' ', trips)}");
                }

                if (wasWhole && !isWhole)
                {
                    this.faults.Add($"{kind}: of {version} with {message.Entity.Count} vehicles");
                }

                if (trips.Length > 0)
                {
                    this.editions.Add($"{kind} {version} on {hub.BaseAddress}");
                }
            }

            (last, wasWhole) = (message.Header.Timestamp, wasWhole || isWhole);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, this.ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Saw(string begins, int times) => this.Count(begins) >= times;

    private int Count(string begins)
    {
        lock (this.faults)
        {
            return this.editions.Count(e => e.StartsWith(begins, StringComparison.Ordinal));
        }
    }
}
