using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker;
using TransitHub.Mqtt.Client;
using TransitHub.Mqtt.Decoding;

namespace TransitHub.Mqtt.Tests;

/// <summary>One feed named city with its real intake and writer on a <see cref="HeldLog"/>, and an embedded broker in front where asked for.</summary>
internal sealed class Hub : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly FeedRuntime runtime;
    private readonly Task running;

    private Hub(IntakeOptions intake)
    {
        this.runtime = new FeedRuntime(
            FeedId.Parse("city"), Schedule.Empty, this.Log, new FeedRuntimeOptions { Intake = intake }, this.Clock);
        this.Directory.Add(this.runtime.Intake);
        this.Ingest = new MqttIngest(this.Directory, new MessageDecoder(new DecoderOptions { MaxPayloadBytes = 4_096 }) { Vessels = (_, mmsi) => mmsi == 230_990_040 ? DeviceId.Parse("boat-1") : null }, this.Clock);
        this.running = this.runtime.RunAsync(this.stop.Token);
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 23, 4, 10, 0, TimeSpan.Zero);

    public FakeTimeProvider Clock { get; } = new(Start);

    public HeldLog Log { get; } = new();

    public IntakeDirectory Directory { get; } = new();

    public MqttIngest Ingest { get; }

    public EmbeddedBroker? Broker { get; private set; }

    public IntakeCounters Counters => this.runtime.Intake.Counters;

    public RejectionLedger Ledger => this.runtime.Ledger;

    public IPEndPoint Address => this.Broker!.ListensOn!;

    public static Hub WithoutBroker() => new(new IntakeOptions());

    public static async Task<Hub> StartAsync(EmbeddedBrokerOptions? options = null, Func<string?, string?, bool>? credentials = null, LoginCheck? login = null)
    {
        login ??= credentials is null ? null : (attempt, _) => ValueTask.FromResult(
            credentials(attempt.UserName, attempt.Password) ? LoginVerdict.Welcome(null) : new LoginVerdict(RejectionReason.BadCredentials, null, "wrong"));
        Hub hub = new(new IntakeOptions());
        EmbeddedBrokerOptions used = (options ?? new EmbeddedBrokerOptions()) with { Address = new IPEndPoint(IPAddress.Loopback, 0) };
        hub.Broker = new EmbeddedBroker(used, hub.Ingest, login, hub.Clock, NullLoggerFactory.Instance);
        await hub.Broker.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }

    /// <summary>A position that the gate accepts.</summary>
    public static string Position(double secondsAfterStart = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"measured_at": {{Start.ToUnixTimeSeconds() + secondsAfterStart}}, "lat": 13.75, "lon": 100.5}""");

    public static string Topic(string vehicle) => $"transithub/v1/city/avl/{vehicle}";

    public MqttIngestClient CreateClient(int port, string clientId, string? group) => new(
        new MqttIngestClientOptions
        {
            Broker = new BrokerUrl("127.0.0.1", port, false, null, null),
            ClientId = clientId,
            Group = group,
            MinReconnectMilliseconds = 10,
            MaxReconnectMilliseconds = 50,
            ConnectTimeoutSeconds = 5,
        },
        this.Ingest,
        TimeProvider.System,
        new Random(1),
        NullLoggerFactory.Instance);

    public Task AcceptedAsync(long count) => Eventually.TrueAsync(
        () => this.Counters.Accepted >= count, () => $"accepted {this.Counters.Accepted} of {count}; {this.Counters}");

    public async ValueTask DisposeAsync()
    {
        if (this.Broker is not null)
        {
            await this.Broker.DisposeAsync();
        }

        this.Log.Release();
        await this.stop.CancelAsync();
        await this.running.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        await this.runtime.DisposeAsync();
        this.stop.Dispose();
    }
}
