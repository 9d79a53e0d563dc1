using System.Collections.Immutable;
using System.Globalization;
using System.Net.Security;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Alerting;
using TransitHub.Core.Counting;
using TransitHub.Core.Devices;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage.Books;
using TransitHub.Core.Time;
using TransitHub.Server.Alerting;
using TransitHub.Server.Dispatching;
using TransitHub.Server.Counts;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Realtime;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Statics;
using TransitHub.Server.Upstream;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests;

/// <summary>The reading side on real sockets, over states that the test makes.</summary>
internal sealed class TestWeb : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestFolder folder;
    private readonly FeedSetEncoder encoder = new(new FeedOptions());

    private TestWeb(WebApplication app, TestFolder folder, HubFeed feed, FakeTimeProvider clock)
    {
        this.app = app;
        this.folder = folder;
        this.Feed = feed;
        this.Clock = clock;
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        this.Http = new HttpClient(this.Trusting()) { BaseAddress = new Uri(addresses[0]) };
        this.Grpc = GrpcChannel.ForAddress(addresses[1], new GrpcChannelOptions { HttpHandler = this.Trusting(), DisposeHttpClient = true });
    }

    /// <summary>What the hub presents over TLS is the test's own to look at.</summary>
    public List<string> Certificates { get; } = [];

    public HubFeed Feed { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Http { get; }

    public GrpcChannel Grpc { get; }

    /// <summary>Where the hub keeps what it keeps.</summary>
    public string Folder => this.folder.Path;

    /// <summary>The streams that are open.</summary>
    public WatchSubscribers Subscribers => this.app.Services.GetRequiredService<WatchDesk>().Subscribers;

    public HubStopping Stopping => this.app.Services.GetRequiredService<HubStopping>();

    public static async Task<TestWeb> StartAsync(TestCity city, HubOptions? options = null, FeedReadiness? readiness = null, DeviceRegistry? registry = null, IReadOnlyList<DeviceHealth>? devices = null, CountBook? counting = null, ImmutableArray<AlertEpisode>? episodes = null, int httpPort = 0, ILoggerFactory? loggers = null)
    {
        options ??= new HubOptions();
        options.Http = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{httpPort}");
        options.Grpc = "127.0.0.1:0";
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(TestCity.Morning.UnixSeconds));
        var folder = new TestFolder();
        var statics = new StaticVersions(folder.Path);
        statics.Publish(TestCity.Schedule, zip => TestCity.Feed().ToZip().CopyTo(zip), TestCity.Morning, 10);
        CountBook book = counting ?? new CountBook();
        var known = new FeedDevices(registry ?? DeviceRegistry.Empty, () => [.. (devices ?? []).Select(d => d.Device)], id => devices?.FirstOrDefault(d => d.Device == id));
        ImmutableArray<AlertEpisode> found = episodes ?? [];
        AlertDesk alerts = new(city.Publisher.Current.Feed, new LocalBookStore(folder.Path, BookNames.Alerts), options.Alerts, () => found, () => city.Publisher.Current.UpstreamAlerts, clock);
        await alerts.RefreshAsync(CancellationToken.None);
        var feed = new HubFeed
        {
            Bounds = new StopBounds(known, options.Query.FewestTold),
            CountingNow = () => book,
            CountFiles = new CountArchive(
                Path.Combine(folder.Path, "open-counts"), TestCity.Schedule.TimeZone, () => registry ?? DeviceRegistry.Empty, () => book, options.Query.FewestTold),
            Snapshots = city.Publisher,
            EpochNow = () => "e",
            Name = "City",
            IsSimulated = true,
            Ledger = new RejectionLedger(),
            Readiness = () => readiness ?? FeedReadiness.Ready,
            Counters = () => new IntakeCounters(10, 7, 2, 1, 0, 0),
            Fusion = () => new FusionCounters(0, 0, 0, 0, 0, 0, 0, 0) { Canceled = 4, Withdrawn = 1, Overruled = 6 },
            AcceptedOf = kind => kind == ObservationKind.Count ? 3 : 1,
            Devices = known,
            DeviceCount = () => 0,
            LogBytes = () => 123,
            Realtime = new RealtimeFeeds(new FeedOptions(), _ => { }),
            Alerts = alerts,
            Changes = new ChangeDesk(city.Publisher.Current.Feed, new LocalBookStore(folder.Path, BookNames.ServiceChanges), clock),
            Static = statics,
            StaticRequests = options.Redis is null ? new StaticRequests() : null,
            StaticUploads = options.Redis is null ? new StaticUploads(statics, options, clock, (_, _) => { }) : null,
        };
        var source = new MqttSource(() => "127.0.0.1:1883", () => FeedReadiness.Ready);
        HealthPart[] mqtt = [new HealthPart(() => "mqtt " + source.Where(), source.Readiness)];
        WebApplication app = HubWeb.Build(options, new FeedDirectory([feed]), new IntakeDirectory(), mqtt, source,
            UpstreamInput.Of(options, new IntakeDirectory(), clock, new Random(1), NullLoggerFactory.Instance),
            SessionStores.In(folder.Path, clock), clock, loggers ?? NullLoggerFactory.Instance);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestWeb(app, folder, feed, clock);
    }

    /// <summary>Encodes the newest state as its GTFS-Realtime.</summary>
    public void Encode() =>
        this.Feed.Realtime.Renew(this.encoder.Encode(this.Feed.Snapshots.Current, Timestamp.Now(this.Clock)), TimeSpan.Zero);

    /// <summary>What is there, as JSON.</summary>
    public async Task<JsonNode?> GetAsync(string path) => JsonNode.Parse(await this.Http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    /// <summary>Sends JSON, and gives the answer with its own; <paramref name="match"/> is the entity tag that was seen.</summary>
    public async Task<(HttpResponseMessage Response, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? body = null, string? match = null)
    {
        using HttpRequestMessage request = new(method, new Uri(path, UriKind.Relative));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (match is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", match);
        }

        HttpResponseMessage response = await this.Http.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Another client, with connections of its own.</summary>
    public HttpClient Connect() => new(this.Trusting()) { BaseAddress = this.Http.BaseAddress };

    public async ValueTask DisposeAsync()
    {
        this.Grpc.Dispose();
        this.Http.Dispose();
        this.Stopping.Begin();
        await this.app.StopAsync(TestContext.Current.CancellationToken);
        await this.app.DisposeAsync();
        this.folder.Dispose();
    }

    private SocketsHttpHandler Trusting() => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            // The test's authority is none that this machine knows; the name must be right all the same.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                lock (this.Certificates)
                {
                    this.Certificates.Add(certificate!.Subject);
                }

                return errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateChainErrors;
            },
        },
    };
}
