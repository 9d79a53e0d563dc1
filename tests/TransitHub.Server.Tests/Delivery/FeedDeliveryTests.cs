using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Delivery;
using TransitHub.Server.Options;
using TransitHub.Server.Tests.Hosting;

namespace TransitHub.Server.Tests.Delivery;

public sealed class FeedDeliveryTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
    private readonly TestCity city = new();
    private readonly FeedSetEncoder encoder = new(new FeedOptions());
    private readonly TestFolder folder = new();
    private FeedSet? newest;

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Brings_the_newest_message_with_a_token_and_never_one_twice()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        string secret = Path.Combine(this.folder.Path, "secret");
        await File.WriteAllTextAsync(secret, "s:cret\n", TestContext.Current.CancellationToken);
        DeliverySettings settings = Settings(consumer, s =>
        {
            (s.TokenUrl, s.ClientId, s.ClientSecretFile, s.Scope) = (consumer.Address + "/token", "hub 1", secret, "push");
        });
        await this.WhileRunningAsync(settings, async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Delivered == 1);
            await this.PassAsync(60);
            Assert.Equal(1, delivery.State.Delivered);
            this.Publish("b");
            await this.UntilAsync(() => delivery.State.Delivered == 2);
        });

        Assert.Equal(2, consumer.Taken.Count);
        Assert.All(consumer.Taken, taken => Assert.Equal(("application/x-protobuf", "Bearer token-1"), (taken.ContentType, taken.Authorization)));
        Assert.Equal(["a", "b"], FeedMessage.Parser.ParseFrom(consumer.Taken.Last().Message).Entity.Select(e => e.Id).Order());
        (string authorization, string body) = Assert.Single(consumer.TokenRequests);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("hub+1:s%3Acret")), authorization);
        Assert.Equal("grant_type=client_credentials&scope=push", body);
    }

    [Fact]
    public async Task Asks_for_another_token_when_one_is_refused_and_when_one_ends()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        consumer.Answer = (_, token) => token.EndsWith("token-1", StringComparison.Ordinal) ? Results.Unauthorized() : Results.Ok();
        DeliverySettings settings = Settings(consumer, s => (s.TokenUrl, s.ClientId, s.ClientSecret) = (consumer.Address + "/token", "hub", "x"));
        await this.WhileRunningAsync(settings, async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Delivered == 1);
            Assert.Equal(2, consumer.TokenRequests.Count);
            await this.PassAsync(3600);
            this.Publish("b");
            await this.UntilAsync(() => delivery.State.Delivered == 2);
        });

        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-3"], consumer.Taken.Select(t => t.Authorization));
    }

    [Fact]
    public async Task Waits_as_long_as_the_consumer_asks_and_goes_on_with_the_newest()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        consumer.Answer = (number, _) => number == 1 ? new TooMany(40) : Results.Ok();
        await this.WhileRunningAsync(Settings(consumer), async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Failed == 1);
            Assert.Contains("429", delivery.State.Problem, StringComparison.Ordinal);
            this.Publish("b");
            await this.PassAsync(30);
            Assert.Single(consumer.Taken);
            await this.UntilAsync(() => delivery.State.Delivered == 1);
            Assert.Null(delivery.State.Problem);
        });

        Assert.Equal(2, FeedMessage.Parser.ParseFrom(consumer.Taken.Last().Message).Entity.Count);
    }

    [Fact]
    public async Task Sends_a_form_where_the_consumer_wants_one()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        await this.WhileRunningAsync(Settings(consumer, s => (s.FormField, s.FormValues) = ("upload", ["realtime_feed_id=17", "note=a=b"])), async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Delivered == 1);
        });

        ConsumerServer.Delivered taken = Assert.Single(consumer.Taken);
        Assert.Equal(("17", "a=b", "upload"), (taken.Fields["realtime_feed_id"], taken.Fields["note"], taken.Fields["file"]));
        Assert.Equal(this.newest!.Get(FeedKind.VehiclePositions).Protobuf.Bytes.ToArray(), taken.Message);
    }

    [Fact]
    public async Task Tells_what_is_wrong_without_any_secret()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        consumer.TokenAnswer = () => Results.Json(new { error = "invalid_client", secret = "hunter2" }, statusCode: 401);
        DeliverySettings settings = Settings(consumer, s => (s.Url, s.TokenUrl, s.ClientId, s.ClientSecret) = (s.Url + "?key=hunter2", consumer.Address + "/token", "hub", "hunter2"));
        await this.WhileRunningAsync(settings, async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Failed > 0);
            Assert.Equal("The token server answered 401 (invalid_client). Check TokenUrl, ClientId and the client's secret.", delivery.State.Problem);
            Assert.Equal("127.0.0.1", delivery.Name);
        });
        Assert.Empty(consumer.Taken);
    }

    [Fact]
    public async Task Does_not_follow_a_redirect_with_its_token()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        consumer.Answer = (_, _) => Results.Redirect("/push", preserveMethod: true);
        await this.WhileRunningAsync(Settings(consumer), async delivery =>
        {
            this.Publish("a");
            await this.UntilAsync(() => delivery.State.Failed > 0);
            Assert.Contains("307", delivery.State.Problem, StringComparison.Ordinal);
            Assert.Single(consumer.Taken);
        });
    }

    [Fact]
    public async Task A_running_hub_delivers_to_whom_its_settings_name()
    {
        await using ConsumerServer consumer = await ConsumerServer.StartAsync();
        await using RunningHub hub = await RunningHub.StartAsync(options => options.Feeds =
        [
            new FeedSettings { Id = "city", Deliveries = [new DeliverySettings { Name = "maps", Url = consumer.Address + "/push", EverySeconds = 1 }] },
        ]);
        await RunningHub.UntilAsync("a delivery", () => Task.FromResult(!consumer.Taken.IsEmpty));
        Assert.NotNull(FeedMessage.Parser.ParseFrom(consumer.Taken.First().Message).Header);
        await RunningHub.UntilAsync("its figure", async () => (await hub.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken))
            .Contains("transithub_delivered_total{", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nowhere", null, null, null, "Url is no http(s) URL")]
    [InlineData("https://a.example/x", "https://a.example/t", "me", null, "TokenUrl needs ClientId and one of")]
    [InlineData("https://a.example/x", null, "me", "s", "need TokenUrl")]
    public void Settings_that_contradict_themselves_are_named(string url, string? tokenUrl, string? client, string? secret, string expected)
    {
        var settings = new DeliverySettings { Url = url, TokenUrl = tokenUrl, ClientId = client, ClientSecret = secret };
        Assert.Contains(expected, Assert.Single(settings.Check("Feeds:0:Deliveries:0")), StringComparison.Ordinal);
    }

    private static DeliverySettings Settings(ConsumerServer consumer, Action<DeliverySettings>? change = null)
    {
        var settings = new DeliverySettings { Url = consumer.Address + "/push", Kind = FeedKind.VehiclePositions, Cut = FeedCut.All };
        change?.Invoke(settings);
        return settings;
    }

    private void Publish(string vehicle)
    {
        this.clock.Advance(TimeSpan.FromSeconds(1));
        this.newest = this.encoder.Encode(this.city.Vehicle(vehicle).Publish(), Timestamp.Now(this.clock));
    }

    private async Task WhileRunningAsync(DeliverySettings settings, Func<FeedDelivery, Task> work)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var stop = new CancellationTokenSource();
        var delivery = new FeedDelivery(FeedId.Parse("city"), settings, () => this.newest, http, this.clock, new Random(1), NullLogger.Instance);
        Task running = delivery.RunAsync(stop.Token);
        await work(delivery);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>Lets the fake clock run until something holds; real time only passes for the sockets.</summary>
    private Task UntilAsync(Func<bool> holds) => RunningHub.UntilAsync("the delivery", () =>
    {
        this.clock.Advance(TimeSpan.FromSeconds(0.5));
        return Task.FromResult(holds());
    });

    private async Task PassAsync(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            this.clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private sealed class TooMany(int seconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = 429;
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }
}
