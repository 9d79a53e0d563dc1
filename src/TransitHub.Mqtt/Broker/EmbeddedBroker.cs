using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// The MQTT broker inside the hub: MQTT 3.1.1 and 5 on Kestrel's sockets. It only takes in; subscriptions
/// are refused, so that no slow subscriber can hold up a device. QoS 1 and 2 are answered when durable.
/// </summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    /// <summary>Bytes of one connection that wait unread in the process: under load they are the age of the oldest position.</summary>
    private const int ReadBufferBytes = 65_536;

    private readonly EmbeddedBrokerOptions options;
    private readonly CredentialCheck? credentials;
    private readonly MqttIngest ingest;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly IngestConnections connections;
    private readonly MqttServer protocol;
    private readonly KestrelServer kestrel;
    private readonly ServiceProvider services;
    private ITimer? keepAliveWatch;
    private volatile bool stopping;

    /// <summary>Puts the parts together; <see cref="StartAsync"/> begins to listen.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="ingest">Where messages go.</param>
    /// <param name="credentials">Who may connect; null lets anyone on this machine.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="loggers">Where the log goes.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the address is not loopback and anyone might connect.</exception>
    public EmbeddedBroker(
        EmbeddedBrokerOptions options, MqttIngest ingest, CredentialCheck? credentials, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ingest);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        if (options.Check() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        if (credentials is null && !IPAddress.IsLoopback(options.Address.Address))
        {
            throw new ArgumentException($"Without user names and passwords the MQTT broker listens on loopback only, not on {options.Address}.", nameof(options));
        }

        this.options = options;
        this.ingest = ingest;
        this.credentials = credentials;
        this.clock = clock;
        this.logger = loggers.CreateLogger<EmbeddedBroker>();
        this.connections = new IngestConnections(new ChannelSettings(ingest, options, clock, this.logger));
        this.protocol = this.CreateProtocol();
        this.services = new ServiceCollection().AddSingleton(loggers).BuildServiceProvider();
        this.kestrel = this.CreateKestrel(loggers);
    }

    /// <summary>Where it listens, with the port that was taken; null before the start.</summary>
    public IPEndPoint? ListensOn { get; private set; }

    /// <summary>Open connections.</summary>
    public int Connections => this.connections.Count;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken; the message says which.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await this.protocol.StartAsync().ConfigureAwait(false);
        await this.kestrel.StartAsync(new NoHttp(), cancellationToken).ConfigureAwait(false);
        string address = this.kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        this.ListensOn = new IPEndPoint(this.options.Address.Address, BindingPort(address));
        TimeSpan second = TimeSpan.FromSeconds(1);
        this.keepAliveWatch = this.clock.CreateTimer(
            static connections => ((IngestConnections)connections!).EndSilentOnes(), this.connections, second, second);
        MqttLog.BrokerListens(this.logger, this.ListensOn.ToString());
    }

    /// <summary>Ends all connections, telling MQTT 5 clients why. Their last wills are not published: it is the hub that goes.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (this.stopping)
        {
            return;
        }

        this.stopping = true;
        if (this.keepAliveWatch is { } watch)
        {
            await watch.DisposeAsync().ConfigureAwait(false);
        }

        if (this.protocol.IsStarted)
        {
            await this.protocol.StopAsync(new MqttServerStopOptionsBuilder().WithDefaultClientDisconnectOptions(
                o => o.WithReasonCode(MqttDisconnectReasonCode.ServerShuttingDown)).Build()).ConfigureAwait(false);
        }

        await this.kestrel.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Nothing waits for the clients at this point: StopAsync with a token of one's own is the gentle way.
        await this.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        this.protocol.Dispose();
        this.kestrel.Dispose();
        await this.services.DisposeAsync().ConfigureAwait(false);
    }

    private static int BindingPort(string address) => int.Parse(
        address.AsSpan(address.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);

    private MqttServer CreateProtocol()
    {
        MqttServerOptions serverOptions = new() { DefaultCommunicationTimeout = TimeSpan.FromSeconds(this.options.ConnectTimeoutSeconds) };
        MqttServer server = new MqttServerFactory().CreateMqttServer(serverOptions, [this.connections]);
        server.ValidatingConnectionAsync += this.ValidateAsync;
        server.InterceptingSubscriptionAsync += this.RefuseSubscriptionAsync;
        server.InterceptingPublishAsync += this.TakeWillAsync;
        return server;
    }

    private KestrelServer CreateKestrel(ILoggerFactory loggers)
    {
        KestrelServerOptions kestrelOptions = new() { ApplicationServices = this.services };
        kestrelOptions.Limits.MaxConcurrentConnections = this.options.MaxConnections;
        kestrelOptions.Listen(this.options.Address, listen => listen.Run(this.connections.HandleAsync));
        SocketTransportOptions transport = new() { MaxReadBufferSize = ReadBufferBytes };
        return new KestrelServer(Options.Create(kestrelOptions), new SocketTransportFactory(Options.Create(transport), loggers), loggers);
    }

    private Task ValidateAsync(ValidatingConnectionEventArgs client)
    {
        string? password = client.RawPassword is null ? null : client.Password;
        if (this.credentials is { } accepts && !accepts(client.UserName, password))
        {
            MqttLog.LoginRefused(this.logger, client.ClientId, client.RemoteEndPoint?.ToString());
            client.ReasonCode = MqttConnectReasonCode.BadUserNameOrPassword;
        }

        return Task.CompletedTask;
    }

    private Task RefuseSubscriptionAsync(InterceptingSubscriptionEventArgs request)
    {
        MqttLog.SubscriptionRefused(this.logger, request.ClientId, request.TopicFilter.Topic);
        request.ProcessSubscription = false;
        request.Response.ReasonCode = MqttSubscribeReasonCode.UnspecifiedError;
        request.ReasonString = "this broker only takes in; read the hub's gRPC or HTTP streams, or run a broker of your own";
        return Task.CompletedTask;
    }

    // Only last wills come this way: the connections take what clients publish.
    private async Task TakeWillAsync(InterceptingPublishEventArgs will)
    {
        will.ProcessPublish = false;
        if (!this.stopping)
        {
            await this.ingest.AcceptAsync(
                will.ApplicationMessage.Topic, will.ApplicationMessage.Payload, will.ApplicationMessage.ContentType, true, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
