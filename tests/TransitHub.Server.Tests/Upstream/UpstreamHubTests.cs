using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Net.Client;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Upstream;

/// <summary>A hub in front of an agency that has a feed already.</summary>
public sealed class UpstreamHubTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    public async Task What_the_agency_has_is_what_all_readers_see_and_it_is_asked_once()
    {
        await using AgencyServer agency = await AgencyServer.StartAsync();
        long made = Now;
        FeedEntity update = Update("T1", made);
        byte[] body = AgencyServer.Message(made, AgencyServer.Vehicle("bus-7", made - 5), update).ToByteArray();
        agency.Answer = context =>
        {
            context.Response.Headers.ETag = "\"1\"";
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"1\"" ? 304 : 200;
            return context.Response.StatusCode == 304 ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
        };
        await using RunningHub hub = await RunningHub.StartAsync(options => options.Feeds =
        [
            new FeedSettings { Id = "city", Upstream = new UpstreamSettings { Sources = [new UpstreamSource { Name = "agency", Url = agency.Address + "/rt", PollSeconds = 1 }] } },
        ]);

        await RunningHub.UntilAsync("the update is published", async () => (await FeedOf(hub, "trip-updates")).Entity.Count == 1);
        await RunningHub.UntilAsync("the position is published", async () => (await FeedOf(hub, "vehicle-positions")).Entity.Any(e => e.Id == "bus-7"));
        TripUpdate published = (await FeedOf(hub, "trip-updates")).Entity[0].TripUpdate;
        Assert.Equal(("T1", made + 300), (published.Trip.TripId, published.StopTimeUpdate[0].Arrival.Time));
        await RunningHub.UntilAsync("nothing has changed there", async () => (await JsonOf(hub, "/v1/feeds/city/upstream")).GetProperty("sources")[0].GetProperty("unchanged").GetInt64() > 0);

        JsonElement told = await JsonOf(hub, "/v1/feeds/city/upstream");
        Assert.Equal(1, told.GetProperty("runs").GetInt32());
        JsonElement source = told.GetProperty("sources")[0];
        Assert.Equal((1, 1), (source.GetProperty("positions").GetInt32(), source.GetProperty("entities").GetInt32()));
        Assert.Contains(told.GetProperty("repairs").EnumerateArray(), r => r.GetProperty("reason").GetString() == "start_date_filled" && r.GetProperty("samples").GetArrayLength() == 1);
        JsonElement arrival = Assert.Single((await JsonOf(hub, "/v1/stops/B/arrivals?feed=city")).GetProperty("arrivals").EnumerateArray(), a => a.TryGetProperty("source", out _));
        Assert.Equal(("agency", made + 300), (arrival.GetProperty("source").GetString(), arrival.GetProperty("arrives_at").GetInt64()));
        Assert.Contains("transithub_upstream_unchanged", await hub.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), Cancellation), StringComparison.Ordinal);

        // Readers ask the hub, and the hub asks the agency in its own tempo.
        int before = agency.Requests.Count;
        for (int i = 0; i < 50; i++)
        {
            await FeedOf(hub, "trip-updates");
        }

        Assert.InRange(agency.Requests.Count - before, 0, 10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Alerts_of_two_agencies_are_told_with_their_source_until_they_are_taken_out(bool isScaledOut)
    {
        await using RedisServer? redis = isScaledOut ? await RedisServer.StartAsync(Cancellation) : null;
        await using AgencyServer one = await AgencyServer.StartAsync();
        await using AgencyServer two = await AgencyServer.StartAsync();
        FeedEntity closed = Alert("a", "R");
        one.Answer = context => context.Response.Body.WriteAsync(AgencyServer.Message(Now, closed, Alert("b", "none of ours")).ToByteArray()).AsTask();
        two.Answer = context => context.Response.Body.WriteAsync(AgencyServer.Message(Now, Alert("a", "Q")).ToByteArray()).AsTask();
        void Configure(HubOptions options) => options.Feeds =
        [
            new FeedSettings
            {
                Id = "city",
                Shards = isScaledOut ? 2 : 1,
                Upstream = new UpstreamSettings { Sources = [Source("one", one), Source("two", two)] },
            },
        ];
        await using RunningHub hub = redis is null ? await RunningHub.StartAsync(Configure) : await RunningHub.StartScaledAsync(redis, Configure);

        await RunningHub.UntilAsync("both are in the feed", async () => (await FeedOf(hub, "alerts")).Entity.Count == 2);
        FeedMessage feed = await FeedOf(hub, "alerts");
        Assert.Equal(["one:a", "two:a"], feed.Entity.Select(e => e.Id));
        Assert.Equal(closed.Alert.DescriptionText, feed.Entity[0].Alert.DescriptionText);
        Assert.Equal(["one", "two"], (await JsonOf(hub, "/v1/alerts?feed=city")).GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("source").GetString()));
        Assert.Equal(2, (await JsonOf(hub, "/v1/feeds/city/upstream")).GetProperty("alerts").GetInt32());
        using GrpcChannel channel = GrpcChannel.ForAddress(hub.Grpc);
        var client = new Protocol.V1.TransitHub.TransitHubClient(channel);
        Assert.Equal(["one", "two"], (await client.ListAlertsAsync(new Protocol.V1.ListAlertsRequest { FeedId = "city" }, cancellationToken: Cancellation)).Alerts.Select(a => a.Source));
        await RunningHub.UntilAsync("the reason is told", async () => (await JsonOf(hub, "/v1/feeds/city/upstream")).GetProperty("repairs").EnumerateArray().Any(r => r.GetProperty("reason").GetString() == "alert_of_nothing"));
        JsonElement seen = (await JsonOf(hub, "/v1/feeds/city/alerts")).GetProperty("alerts")[1];
        Assert.Equal(("two:a", "active", "two"), (seen.GetProperty("id").GetString(), seen.GetProperty("state").GetString(), seen.GetProperty("source").GetString()));

        using (var dismiss = new HttpRequestMessage(HttpMethod.Post, "/v1/feeds/city/alerts/two%3Aa/dismiss"))
        {
            dismiss.Headers.IfMatch.Add(new EntityTagHeaderValue("\"0\""));
            using HttpResponseMessage dismissed = await hub.Http.SendAsync(dismiss, Cancellation);
            Assert.Equal(HttpStatusCode.OK, dismissed.StatusCode);
        }

        await RunningHub.UntilAsync("the dismissed one is not told", async () => (await FeedOf(hub, "alerts")).Entity.Count == 1);
        one.Answer = context => context.Response.Body.WriteAsync(AgencyServer.Message(Now).ToByteArray()).AsTask();
        await RunningHub.UntilAsync("the agency has it no more", async () => (await FeedOf(hub, "alerts")).Entity.Count == 0);
        Assert.True((await FeedOf(hub, "alerts")).Header.Timestamp >= feed.Header.Timestamp);

        static UpstreamSource Source(string name, AgencyServer agency) => new() { Name = name, Url = agency.Address + "/alerts", Takes = "alerts", PollSeconds = 1 };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trip_that_an_agency_adds_is_in_the_feed_until_it_is_taken_out(bool isScaledOut)
    {
        await using RedisServer? redis = isScaledOut ? await RedisServer.StartAsync(Cancellation) : null;
        await using AgencyServer agency = await AgencyServer.StartAsync();
        var update = new TripUpdate { Trip = new TripDescriptor { TripId = "extra", RouteId = "R", ScheduleRelationship = (TripDescriptor.Types.ScheduleRelationship)1 } };
        foreach ((string stop, int minutes) in new[] { ("A", 5), ("C", 15) })
        {
            update.StopTimeUpdate.Add(new TripUpdate.Types.StopTimeUpdate { StopId = stop, Arrival = new TripUpdate.Types.StopTimeEvent { Time = Now + (60 * minutes) } });
        }

        agency.Answer = context => context.Response.Body.WriteAsync(AgencyServer.Message(Now, new FeedEntity { Id = "x", TripUpdate = update }).ToByteArray()).AsTask();
        void Configure(HubOptions options) => options.Feeds =
        [
            new FeedSettings
            {
                Id = "city",
                Shards = isScaledOut ? 2 : 1,
                Upstream = new UpstreamSettings { Sources = [new UpstreamSource { Name = "agency", Url = agency.Address + "/rt", PollSeconds = 1 }] },
            },
        ];
        await using RunningHub hub = redis is null ? await RunningHub.StartAsync(Configure) : await RunningHub.StartScaledAsync(redis, Configure);
        await RunningHub.UntilAsync("the trip is published", async () => (await FeedOf(hub, "trip-updates")).Entity.Count == 1);
        TripUpdate published = (await FeedOf(hub, "trip-updates")).Entity[0].TripUpdate;
        Assert.Equal((TripDescriptor.Types.ScheduleRelationship.New, "extra", 2), (published.Trip.ScheduleRelationship, published.Trip.TripId, published.StopTimeUpdate.Count));
        Assert.Equal(1, (await JsonOf(hub, "/v1/feeds/city/upstream")).GetProperty("runs").GetInt32());

        agency.Answer = context => context.Response.Body.WriteAsync(AgencyServer.Message(Now).ToByteArray()).AsTask();
        await RunningHub.UntilAsync("the agency has it no more", async () => (await FeedOf(hub, "trip-updates")).Entity.Count == 0);
    }

    [Fact]
    public async Task A_publisher_pushes_with_its_password_and_nobody_else_does()
    {
        await using RunningHub hub = await RunningHub.StartAsync(options =>
        {
            options.Feeds = [new FeedSettings { Id = "city", Upstream = new UpstreamSettings { Push = true, PushMaxBytes = 5000 } }];
            options.Security.MqttUsers = [new NamedUser { Name = "agency", PasswordHash = PasswordHash.Create("right", 10_000) }];
        });
        byte[] message = AgencyServer.Message(Now, Update("T1", Now)).ToByteArray();

        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(hub, "trip_updates", message, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await PushAsync(hub, "trip_updates", message, "agency:wrong"));
        Assert.Equal(HttpStatusCode.NotFound, await PushAsync(hub, "alerts-of-another-kind", message, "agency:right"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PushAsync(hub, "trip_updates", message, "agency:right", "text/plain"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PushAsync(hub, "trip_updates", new byte[5001], "agency:right"));
        Assert.Equal(HttpStatusCode.BadRequest, await PushAsync(hub, "trip_updates", [0x0a, 0xff], "agency:right"));
        Assert.Equal(HttpStatusCode.NoContent, await PushAsync(hub, "trip_updates", message, "agency:right"));

        await RunningHub.UntilAsync("the update is published", async () => (await FeedOf(hub, "trip-updates")).Entity.Count == 1);
    }

    [Fact]
    public async Task Without_the_operators_word_nothing_is_pushed()
    {
        await using RunningHub hub = await RunningHub.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await PushAsync(hub, "vehicles", AgencyServer.Message(Now).ToByteArray(), null));
    }

    private static FeedEntity Alert(string id, string route)
    {
        TranslatedString text = new() { Translation = { new TranslatedString.Types.Translation { Text = "ปิดถนน", Language = "th" } } };
        return new FeedEntity { Id = id, Alert = new Alert { HeaderText = text, DescriptionText = text, InformedEntity = { new EntitySelector { RouteId = route } } } };
    }

    private static FeedEntity Update(string trip, long made)
    {
        var update = new TripUpdate { Trip = new TripDescriptor { TripId = trip }, Timestamp = (ulong)made };
        update.StopTimeUpdate.Add(new TripUpdate.Types.StopTimeUpdate { StopId = "B", Arrival = new TripUpdate.Types.StopTimeEvent { Time = made + 300 } });
        return new FeedEntity { Id = "u-" + trip, TripUpdate = update };
    }

    private static async Task<FeedMessage> FeedOf(RunningHub hub, string kind)
    {
        using HttpResponseMessage answer = await hub.Http.GetAsync(new Uri($"/gtfs-rt/city/{kind}.pb", UriKind.Relative), Cancellation);
        return answer.IsSuccessStatusCode ? FeedMessage.Parser.ParseFrom(await answer.Content.ReadAsByteArrayAsync(Cancellation)) : new FeedMessage();
    }

    private static async Task<JsonElement> JsonOf(RunningHub hub, string path) =>
        JsonSerializer.Deserialize<JsonElement>(await hub.Http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));

    private static async Task<HttpStatusCode> PushAsync(RunningHub hub, string kind, byte[] message, string? user, string contentType = "application/x-protobuf")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/feeds/city/upstream/{kind}");
        request.Content = new ByteArrayContent(message);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        request.Headers.Authorization = user is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        using HttpResponseMessage answer = await hub.Http.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
