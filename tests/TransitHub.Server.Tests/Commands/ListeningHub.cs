using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Client;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Server.Tests.Commands;

/// <summary>A feed named f at work, with its log on disk, behind its own broker or as a client of another.</summary>
internal sealed class ListeningHub : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly IntakeDirectory directory = new();
    private readonly FeedRuntime runtime;
    private readonly Task running;
    private EmbeddedBroker? broker;
    private Task client = Task.CompletedTask;

    private ListeningHub(string folder)
    {
        FeedId feed = FeedId.Parse("f");
        this.runtime = new FeedRuntime(
            feed, Schedule.Empty, SegmentObservationLog.Open(folder, new ObservationLogOptions()), new FeedRuntimeOptions(), TimeProvider.System);
        this.directory.Add(this.runtime.Intake);
        this.directory.HfpFeed = feed;
        this.Ingest = new MqttIngest(this.directory, new MessageDecoder(new DecoderOptions()), TimeProvider.System);
        this.running = this.runtime.RunAsync(this.stop.Token);
    }

    public MqttIngest Ingest { get; }

    public IntakeCounters Counters => this.runtime.Intake.Counters;

    /// <summary>Observations refused before the log, by reason.</summary>
    public IReadOnlyDictionary<RejectionReason, long> Rejected =>
        this.runtime.Ledger.List().Concat(this.directory.Unrouted.List())
            .Where(p => p.Key.Stage() is "decode" or "queue" or "gate")
            .GroupBy(p => p.Key)
            .ToDictionary(g => g.Key, g => g.Sum(p => p.Value));

    public string Url => $"mqtt://{this.broker!.ListensOn}";

    public static async Task<ListeningHub> WithBrokerAsync(string folder, CancellationToken cancellation)
    {
        var hub = new ListeningHub(folder);
        hub.broker = new EmbeddedBroker(
            new EmbeddedBrokerOptions { Address = new IPEndPoint(IPAddress.Loopback, 0) }, hub.Ingest, login: null, TimeProvider.System, NullLoggerFactory.Instance);
        await hub.broker.StartAsync(cancellation);
        return hub;
    }

    public static async Task<ListeningHub> BehindAsync(int port, string folder, CancellationToken cancellation)
    {
        var hub = new ListeningHub(folder);
        var options = new MqttIngestClientOptions { Broker = new BrokerUrl("127.0.0.1", port, false, null, null), ClientId = "hub", TakesHfp = true };
        var client = new MqttIngestClient(options, hub.Ingest, TimeProvider.System, new Random(1), NullLoggerFactory.Instance);
        hub.client = client.RunAsync(hub.stop.Token);
        await UntilAsync(() => client.State.Connected, cancellation);
        return hub;
    }

    /// <summary>Waits until so many observations were published and each was accepted or rejected.</summary>
    public async Task SettledAsync(long published, CancellationToken cancellation) =>
        await UntilAsync(() => this.Ingest.Published >= published && this.Counters.Queued == 0 && this.Counters.Accepted + this.Rejected.Values.Sum() >= published, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (this.broker is not null)
        {
            await this.broker.DisposeAsync();
        }

        await this.stop.CancelAsync();
        await Task.WhenAll(this.running, this.client).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await this.runtime.DisposeAsync();
        this.stop.Dispose();
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }
    }
}
