using System.Net;
using TransitHub.Mqtt;
using TransitHub.Mqtt.Broker;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Ingest;

/// <summary>The broker inside the hub.</summary>
internal sealed class EmbeddedInput : IMqttInput
{
    private readonly EmbeddedBroker broker;
    private readonly ListenAddress address;
    private readonly DeviceLogin login;

    /// <summary>Puts it together.</summary>
    public EmbeddedInput(HubOptions options, MqttIngest ingest, TimeProvider clock, ILoggerFactory loggers)
    {
        this.address = ListenAddress.Parse(options.MqttListen);
        var roll = new DeviceRoll(
            options.DeviceAccess.PathIn(options.Data), options.DeviceAccess.Limits, TimeSpan.FromSeconds(options.DeviceAccess.ReloadSeconds), clock, loggers.CreateLogger<DeviceRoll>());
        this.login = new DeviceLogin(roll, options.Security, options.DeviceAccess, clock);
        try
        {
            this.broker = new EmbeddedBroker(AddressesOf(options), ingest, this.login.CheckAsync, clock, loggers);
        }
        catch (ArgumentException exception)
        {
            this.login.Dispose();
            throw CommandException.WrongUse("Broker:" + exception.Message);
        }
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
    public async ValueTask DisposeAsync()
    {
        await this.broker.DisposeAsync().ConfigureAwait(false);
        this.login.Dispose();
    }

    private static EmbeddedBrokerOptions AddressesOf(HubOptions options)
    {
        var plain = ListenAddress.Parse(options.MqttListen);
        ListenAddress? encrypted = options.MqttTlsListen is { } text ? ListenAddress.Parse(text) : null;
        return options.Broker with
        {
            Address = new IPEndPoint(plain.Address, plain.Port),
            Tls = encrypted is { } tls ? options.Broker.Tls! with { Address = new IPEndPoint(tls.Address, tls.Port) } : null,
        };
    }
}
