using System.Diagnostics.Metrics;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Telemetry;
using TransitHub.Core.Time;
using TransitHub.Server.Options;

namespace TransitHub.Server.Delivery;

/// <summary>All deliveries of one feed, with their figures.</summary>
internal sealed class FeedDeliveries : IDisposable
{
    private readonly HttpClient http;
    private readonly Meter meter = new(TelemetryNames.Meter);

    private FeedDeliveries(FeedId feed, FeedSettings? settings, Func<FeedSet?> newest, TimeProvider clock, Random random, ILogger logger)
    {
        // Each delivery has its own patience; a proxy of the environment is used as everywhere.
        this.http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        this.All = [.. (settings?.Deliveries ?? []).Select(d => new FeedDelivery(feed, d, newest, this.http, clock, random, logger))];
        if (this.All.Count > 0)
        {
            this.meter.CreateObservableCounter("transithub_delivered", () => this.Each(s => s.Delivered), description: "Messages that consumers took which want them brought.");
            this.meter.CreateObservableCounter("transithub_delivery_failed", () => this.Each(s => s.Failed), description: "Tries to bring a message that failed.");
            this.meter.CreateObservableGauge(
                "transithub_delivery_age_seconds", () => this.Ages(Timestamp.Now(clock).UnixSeconds), description: "Age of the message that the consumer took last.");
        }
    }

    /// <summary>Each of them.</summary>
    public IReadOnlyList<FeedDelivery> All { get; }

    /// <summary>Those of the feed's settings.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="settings">Its settings; null: none.</param>
    /// <param name="newest">Its newest messages; null: none yet.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="logger">Told of trouble.</param>
    public static FeedDeliveries Of(FeedId feed, FeedSettings? settings, Func<FeedSet?> newest, TimeProvider clock, ILogger logger) =>
        new(feed, settings, newest, clock, new Random(StringComparer.Ordinal.GetHashCode(feed.ToString())), logger);

    /// <summary>Delivers until told to stop.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(this.All.Select(d => d.RunAsync(stop)));

    /// <inheritdoc/>
    public void Dispose()
    {
        this.meter.Dispose();
        this.http.Dispose();
    }

    private static KeyValuePair<string, object?>[] TagsOf(FeedDelivery delivery) => [new("feed", delivery.Feed.ToString()), new("delivery", delivery.Name), new("kind", delivery.Kind.ToString())];

    private IEnumerable<Measurement<long>> Each(Func<DeliveryState, long> read) => this.All.Select(d => new Measurement<long>(read(d.State), TagsOf(d)));

    private IEnumerable<Measurement<long>> Ages(long now) =>
        this.All.Where(d => d.State.LastHeader is not null).Select(d => new Measurement<long>(now - d.State.LastHeader!.Value, TagsOf(d)));
}
