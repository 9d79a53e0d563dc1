using TransitHub.Mqtt;
using TransitHub.Mqtt.Client;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Ingest;

/// <summary>A broker that is already there, such as Mosquitto. Its going away is retried in the client and shown in health.</summary>
internal sealed class OutsideInput : IMqttInput
{
    private readonly BrokerUrl broker;
    private readonly MqttIngestClient client;
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Puts it together.</summary>
    public OutsideInput(BrokerUrl broker, HubOptions options, bool takesHfp, MqttIngest ingest, TimeProvider clock, Random random, ILoggerFactory loggers)
    {
        this.broker = broker;
        this.client = new MqttIngestClient(
            new MqttIngestClientOptions
            {
                Broker = broker,
                ClientId = options.BrokerClient.ClientId,
                Group = options.BrokerClient.Group,
                TakesHfp = takesHfp,
                ReceiveMaximum = options.BrokerClient.ReceiveMaximum,
                SessionExpirySeconds = options.BrokerClient.SessionExpirySeconds,
            },
            ingest,
            clock,
            random,
            loggers);
    }

    /// <inheritdoc/>
    public string Where => this.broker.ToString();

    /// <inheritdoc/>
    public FeedReadiness Readiness => this.client.State is { Connected: false } state
        ? FeedReadiness.NotReady($"not connected since {state.Since}, {state.Attempts} attempts: {state.LastError ?? "connecting"}")
        : FeedReadiness.Ready;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation)
    {
        this.running = this.client.RunAsync(this.stopping.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await this.stopping.CancelAsync().ConfigureAwait(false);
        await this.running.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.StopAsync(CancellationToken.None).ConfigureAwait(false);
        this.stopping.Dispose();
    }
}
