using TransitHub.Mqtt;
using TransitHub.Mqtt.Client;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Ingest;

/// <summary>A broker that is already there, such as Mosquitto. Its going away is retried in the client and shown in health.</summary>
internal sealed class OutsideInput : IMqttInput
{
    private readonly BrokerUrl broker;
    private readonly MqttIngestClient client;
    private readonly IDisposable? owned;
    private readonly CancellationTokenSource stopping = new();
    private Task running = Task.CompletedTask;

    /// <summary>Puts it together.</summary>
    /// <param name="broker">Where it is.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="takesHfp">True to take Helsinki's topics too.</param>
    /// <param name="ingest">Where messages go.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="random">Spreads reconnections.</param>
    /// <param name="loggers">Where the log goes.</param>
    /// <param name="owned">Held as long as the client id is used; null: nothing.</param>
    public OutsideInput(
        BrokerUrl broker, BrokerClientOptions options, bool takesHfp, MqttIngest ingest, TimeProvider clock, Random random, ILoggerFactory loggers, IDisposable? owned = null)
    {
        this.owned = owned;
        this.broker = broker;
        this.client = new MqttIngestClient(
            options.For(broker, takesHfp),
            ingest,
            clock,
            random,
            loggers);
    }

    /// <summary>Reads the URL of an outside broker.</summary>
    /// <exception cref="CommandException">It is none; the message says what is wrong.</exception>
    public static BrokerUrl UrlOf(string text) =>
        BrokerUrl.TryParse(text, out BrokerUrl? url, out string? problem) ? url : throw CommandException.WrongUse("--mqtt (setting Mqtt): " + problem);

    /// <inheritdoc/>
    public string Where => this.broker.ToString();

    /// <inheritdoc/>
    public FeedReadiness Readiness => this.client.State is { Connected: false } state
        ? FeedReadiness.NotReady($"not connected since {state.Since}, {state.Attempts} attempts: {state.LastError ?? "connecting"}")
        : FeedReadiness.Ready;

    /// <inheritdoc/>
    public int Connections => this.client.State.Connected ? 1 : 0;

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
        this.owned?.Dispose();
    }
}
