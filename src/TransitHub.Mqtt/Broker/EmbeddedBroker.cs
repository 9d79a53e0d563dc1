using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MQTTnet.Protocol;
using MQTTnet.Server;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker.Tls;

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
    private readonly LoginCheck? login;
    private readonly MqttIngest ingest;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly IngestConnections connections;
    private readonly WaitingRoom waiting;
    private readonly MqttServer protocol;
    private readonly KestrelServer kestrel;
    private readonly ServiceProvider services;
    private readonly ServerIdentity? identity;
    private ListenOptions? plain;
    private ListenOptions? encrypted;
    private long lastWarned;
    private long unwarned;
    private ITimer? keepAliveWatch;
    private volatile bool stopping;

    /// <summary>Puts the parts together; <see cref="StartAsync"/> begins to listen.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="ingest">Where messages go.</param>
    /// <param name="login">Who may connect; null lets anyone on this machine.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="loggers">Where the log goes.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the address is not loopback and anyone might connect.</exception>
    public EmbeddedBroker(
        EmbeddedBrokerOptions options, MqttIngest ingest, LoginCheck? login, TimeProvider clock, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ingest);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(loggers);
        if (options.Check() is { Count: > 0 } wrong)
        {
            throw new ArgumentException(string.Join(' ', wrong), nameof(options));
        }

        if (login is null && options.Addresses.FirstOrDefault(a => !IPAddress.IsLoopback(a.Address)) is { } open)
        {
            throw new ArgumentException($"Without user names and passwords the MQTT broker listens on loopback only, not on {open}.", nameof(options));
        }

        this.options = options;
        this.ingest = ingest;
        this.login = login;
        this.clock = clock;
        this.logger = loggers.CreateLogger<EmbeddedBroker>();
        this.identity = options.Tls is { } tls ? ServerIdentity.Load(tls, clock, this.logger) : null;
        this.connections = new IngestConnections(new ChannelSettings(ingest, options, clock, this.logger));
        this.waiting = new WaitingRoom(options.MaxSilentConnections, options.MaxSilentPerAddress, clock);
        this.protocol = this.CreateProtocol();
        this.services = new ServiceCollection().AddSingleton(loggers).BuildServiceProvider();
        this.kestrel = this.CreateKestrel(loggers);
    }

    /// <summary>Where it listens, with the port that was taken; null before the start.</summary>
    public IPEndPoint? ListensOn { get; private set; }

    /// <summary>Where it listens for TLS, with the port that was taken; null before the start, and without TLS.</summary>
    public IPEndPoint? TlsListensOn { get; private set; }

    /// <summary>Open connections.</summary>
    public int Connections => this.connections.Count;

    /// <summary>Connections that have not sent their login yet.</summary>
    internal int Waiting => this.waiting.Count;

    private TimeSpan Patience => TimeSpan.FromSeconds(this.options.ConnectTimeoutSeconds);

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The port is taken; the message says which.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await this.protocol.StartAsync().ConfigureAwait(false);
        await this.kestrel.StartAsync(new NoHttp(), cancellationToken).ConfigureAwait(false);
        this.ListensOn = this.plain!.IPEndPoint;
        this.TlsListensOn = this.encrypted?.IPEndPoint;
        TimeSpan second = TimeSpan.FromSeconds(1);
        this.keepAliveWatch = this.clock.CreateTimer(
            static broker => ((EmbeddedBroker)broker!).LookAround(), this, second, second);
        MqttLog.BrokerListens(this.logger, this.ListensOn!.ToString());
        if (this.TlsListensOn is { } tls)
        {
            MqttLog.BrokerListensTls(this.logger, tls.ToString());
        }
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

    private void LookAround()
    {
        this.connections.EndOverdue();
        foreach (WaitingRoom.Place silent in this.waiting.TakeOverdue(this.Patience))
        {
            silent.End();
            this.ingest.RefuseAccess(null, RejectionReason.LoginMissing, silent.Network, $"no CONNECT within {this.options.ConnectTimeoutSeconds} s");
        }

        this.identity?.Look();
    }

    private MqttServer CreateProtocol()
    {
        // Who is silent is ended, and counted, by LookAround before.
        MqttServerOptions serverOptions = new() { DefaultCommunicationTimeout = this.Patience + TimeSpan.FromSeconds(5) };
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
        kestrelOptions.Listen(this.options.Address, listen =>
        {
            this.plain = listen;
            listen.Run(connection => this.AdmitAsync(connection, this.connections.HandleAsync));
        });
        if (this.options.Tls is { } tls)
        {
            TlsConnections handshakes = new(this.identity!, this.connections.HandleAsync, this.ingest, this.Patience, this.clock);
            kestrelOptions.Listen(tls.Address, listen =>
            {
                this.encrypted = listen;
                listen.Run(connection => this.AdmitAsync(connection, handshakes.HandleAsync));
            });
        }

        SocketTransportOptions transport = new() { MaxReadBufferSize = ReadBufferBytes };
        return new KestrelServer(Options.Create(kestrelOptions), new SocketTransportFactory(Options.Create(transport), loggers), loggers);
    }

    private async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using WaitingRoom.Place place = this.waiting.Enter((connection.RemoteEndPoint as IPEndPoint)?.Address, connection.Abort, out WaitingRoom.Place? displaced);
        if (displaced is not null)
        {
            displaced.End();
            this.ingest.RefuseAccess(null, RejectionReason.TooManyWaiting, displaced.Network, "it had sent no CONNECT for longer than all others of its address, or of all");
        }

        connection.Features.Set(place);
        await next(connection).ConfigureAwait(false);
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs client)
    {
        if (this.login is null)
        {
            return;
        }

        var channel = (IngestChannel)client.ChannelAdapter;
        var attempt = new LoginAttempt(
            client.UserName, client.RawPassword is null ? null : client.Password, channel.CertificateNames, (client.RemoteEndPoint as IPEndPoint)?.Address);
        LoginVerdict verdict = await this.login(attempt, channel.Ended).ConfigureAwait(false);
        if (verdict.Reason == RejectionReason.None)
        {
            verdict = verdict with { Reason = channel.Take(verdict), Detail = "the last will is not the device's own, or too large" };
        }

        if (verdict.Reason == RejectionReason.None)
        {
            return;
        }

        string name = client.UserName ?? (attempt.CertificateNames is [var certified, ..] ? certified : string.Empty);
        this.ingest.RefuseAccess(verdict.Grant?.Feed, verdict.Reason, name, verdict.Detail);
        this.Warn(channel.ClientId, client.RemoteEndPoint, verdict.Reason);
        client.ReasonCode = verdict.Reason switch
        {
            RejectionReason.LoginThrottled => MqttConnectReasonCode.ServerBusy,
            RejectionReason.TooManyConnections when channel.IsVersion5 => MqttConnectReasonCode.ConnectionRateExceeded,
            RejectionReason.TooManyConnections => MqttConnectReasonCode.ServerUnavailable,
            RejectionReason.PayloadTooLarge when channel.IsVersion5 => MqttConnectReasonCode.PacketTooLarge,
            RejectionReason.TopicNotAllowed or RejectionReason.PayloadTooLarge => MqttConnectReasonCode.NotAuthorized,
            _ => MqttConnectReasonCode.BadUserNameOrPassword,
        };
    }

    // Who knocks a thousand times a second must not fill the log: one line a second, and all are counted.
    private void Warn(string clientId, EndPoint? address, RejectionReason reason)
    {
        long last = Interlocked.Read(ref this.lastWarned);
        long now = this.clock.GetTimestamp();
        if ((last != 0 && this.clock.GetElapsedTime(last, now) < TimeSpan.FromSeconds(1)) || Interlocked.CompareExchange(ref this.lastWarned, now, last) != last)
        {
            Interlocked.Increment(ref this.unwarned);
            return;
        }

        MqttLog.LoginRefused(this.logger, clientId, address?.ToString(), reason.Name(), Interlocked.Exchange(ref this.unwarned, 0));
    }

    private Task RefuseSubscriptionAsync(InterceptingSubscriptionEventArgs request)
    {
        MqttLog.SubscriptionRefused(this.logger, request.ClientId, request.TopicFilter.Topic);
        request.ProcessSubscription = false;
        request.Response.ReasonCode = this.login is null ? MqttSubscribeReasonCode.UnspecifiedError : MqttSubscribeReasonCode.NotAuthorized;
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
