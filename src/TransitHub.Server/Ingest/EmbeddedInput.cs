using System.Net;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Broker;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security;

namespace TransitHub.Server.Ingest;

/// <summary>The broker inside the hub.</summary>
internal sealed class EmbeddedInput : IMqttInput
{
    private readonly EmbeddedBroker broker;
    private readonly ListenAddress address;

    /// <summary>Puts it together.</summary>
    public EmbeddedInput(HubOptions options, MqttIngest ingest, TimeProvider clock, ILoggerFactory loggers)
    {
        this.address = ListenAddress.Parse(options.MqttListen);
        var credentials = new UserCredentials(options.Security.MqttUsers);
        this.broker = new EmbeddedBroker(
            options.Broker with { Address = new IPEndPoint(this.address.Address, this.address.Port) },
            ingest,
            credentials.AllowsAnyone ? null : credentials.Accepts,
            clock,
            loggers);
    }

    /// <inheritdoc/>
    public string Where => (this.broker.ListensOn ?? new IPEndPoint(this.address.Address, this.address.Port)).ToString();

    /// <inheritdoc/>
    public FeedReadiness Readiness => this.broker.ListensOn is null ? FeedReadiness.NotReady("the embedded broker has not started") : FeedReadiness.Ready;

    /// <inheritdoc/>
    public int Connections => this.broker.Connections;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellation) => this.broker.StartAsync(cancellation);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => this.broker.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => this.broker.DisposeAsync();
}
