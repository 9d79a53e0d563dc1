using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using TransitHub.Core.Observations;
using TransitHub.Mqtt.Access;
using TransitHub.Mqtt.Broker.Tls;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// One connection, standing between the socket and MQTTnet's server. MQTTnet does the protocol: connect,
/// sessions, take-over, ping, wills. Publishes are taken here instead: its server handles one at a time and
/// would let a busy connection wait for the disk with each, while here they go straight to the intake and
/// their acknowledgements follow in order as they become durable.
/// </summary>
internal sealed partial class IngestChannel : IMqttChannelAdapter
{
    /// <summary>What a packet may have besides its payload, bytes: topic, content type, a traceparent.</summary>
    private const int HeaderRoom = 4_096;

    private readonly ConnectionContext connection;
    private readonly ChannelSettings settings;
    private readonly IngestConnections connections;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource ended = new();
    private readonly AcknowledgementQueue acknowledgements;
    private readonly PacketReader reader;
    private readonly TopicAliases aliases = new();
    private readonly HashSet<ushort> unreleased = [];
    private readonly TlsPeer? tls;
    private Task acknowledging = Task.CompletedTask;
    private MqttConnectPacket? connectPacket;
    private MqttDisconnectPacket? farewell;
    private long lastHeard;

    /// <summary>0 for a client that asked for none.</summary>
    private int keepAliveSeconds;
    private bool keepAliveLowered;
    private string? assignedClientId;
    private PublishGuard? guard;
    private Func<bool>? holds;
    private volatile bool busy;
    private bool closed;

    public IngestChannel(ConnectionContext connection, IngestConnections connections, ChannelSettings settings)
    {
        this.connection = connection;
        this.connections = connections;
        this.settings = settings;
        this.tls = connection.Features.Get<TlsPeer>();
        this.lastHeard = settings.Clock.GetTimestamp();
        this.acknowledgements = new AcknowledgementQueue(settings.Options.MaxPendingAcknowledgements, this.WriteAsync);
        this.PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(512, 65_535));
        this.reader = new PacketReader(this.Input, this.PacketFormatterAdapter, settings.Options.MaxPacketBytes);
    }

    public long BytesReceived => this.reader.BytesReceived;

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => this.tls?.Certificate;

    public EndPoint? RemoteEndPoint => this.connection.RemoteEndPoint;

    public EndPoint? LocalEndPoint => this.connection.LocalEndPoint;

    public bool IsSecureConnection => this.tls is not null;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>The client's own id; empty before its CONNECT.</summary>
    public string ClientId { get; private set; } = string.Empty;

    /// <summary>What the device may do; null: everything.</summary>
    public DeviceGrant? Grant => this.guard?.Grant;

    /// <summary>The names of the client's certificate; empty when it has none.</summary>
    public IReadOnlyList<string> CertificateNames => this.tls?.Names ?? [];

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Ended => this.connection.ConnectionClosed;

    public bool IsVersion5 => this.PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

    private PipeReader Input => this.connection.Transport.Input;

    private PipeWriter Output => this.connection.Transport.Output;

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics()
    {
        this.reader.BytesReceived = 0;
        this.BytesSent = 0;
    }

    /// <summary>Gives MQTTnet the next packet that is not a publish; throws when the connection is over.</summary>
    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            (MqttPacket packet, long passedOver) = await this.reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            this.lastHeard = this.settings.Clock.GetTimestamp();
            switch (packet)
            {
                case MqttPublishPacket publish when this.connectPacket is not null:
                    await this.TakeAsync(publish, passedOver, cancellationToken).ConfigureAwait(false);
                    break;
                case MqttConnectPacket connect when this.connectPacket is null:
                    this.Begin(connect);
                    return connect;
                case MqttSubscribePacket subscribe:
                    this.CountRefused(subscribe);
                    return subscribe;
                case MqttPubRelPacket release:
                    this.unreleased.Remove(release.PacketIdentifier);
                    return release;
                default:
                    return packet;
            }
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } answer)
        {
            // Not before the login was right, or anyone could end another's connection.
            this.connections.Claim(this);
            this.Describe(answer);
        }

        await this.writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (this.closed)
            {
                return;
            }

            MqttPacketBuffer encoded = this.PacketFormatterAdapter.Encode(packet);
            this.Output.Write(encoded.Packet.AsSpan());
            foreach (ReadOnlyMemory<byte> part in encoded.Payload)
            {
                this.Output.Write(part.Span);
            }

            this.BytesSent += encoded.Length;
            this.PacketFormatterAdapter.Cleanup();
            await this.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            this.writing.Release();
        }
    }

    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        await this.ended.CancelAsync().ConfigureAwait(false);
        if (this.reader.FoundTooLarge || this.aliases.FoundTooLarge)
        {
            this.farewell ??= new MqttDisconnectPacket
            {
                ReasonCode = this.aliases.FoundTooLarge ? MqttDisconnectReasonCode.TopicAliasInvalid : MqttDisconnectReasonCode.PacketTooLarge,
            };
        }

        if (this.farewell is { } last && this.IsVersion5)
        {
            await this.SendPacketAsync(last, cancellationToken).ConfigureAwait(false);
        }

        // A reader that takes nothing must not keep the writer from ending.
        this.Output.CancelPendingFlush();
        await this.writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!this.closed)
            {
                this.closed = true;
                await this.Input.CompleteAsync().ConfigureAwait(false);
                await this.Output.CompleteAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            this.writing.Release();
        }

        await this.acknowledging.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Takes what a right login allows.</summary>
    /// <returns>Why it is refused nevertheless; <see cref="RejectionReason.None"/>: it is not.</returns>
    public RejectionReason Take(LoginVerdict verdict)
    {
        this.holds = verdict.Holds;
        this.guard = verdict.Grant is { } grant ? new PublishGuard(grant, this.settings) : null;
        return this.guard?.JudgeWill(this.connectPacket!) ?? RejectionReason.None;
    }

    public void Dispose()
    {
        this.ended.Dispose();
        this.writing.Dispose();
    }

    private void Begin(MqttConnectPacket connect)
    {
        this.connection.Features.Get<WaitingRoom.Place>()?.Leave();
        int most = this.settings.Options.MaxKeepAliveSeconds;
        this.keepAliveLowered = connect.KeepAlivePeriod > most;
        this.keepAliveSeconds = Math.Min((int)connect.KeepAlivePeriod, most);
        if (this.keepAliveSeconds == 0)
        {
            // It is not told a keep alive that it did not ask for: MQTTnet's client pings without pause then, and ends the connection.
            TcpProbes.Begin(this.connection, most);
        }

        // MQTTnet does not see the publishes, so its own watch would find a busy client silent.
        connect.KeepAlivePeriod = 0;
        if (string.IsNullOrEmpty(connect.ClientId))
        {
            this.assignedClientId = "auto-" + this.connection.ConnectionId;
            connect.ClientId = this.assignedClientId;
        }

        this.ClientId = connect.ClientId;
        this.connectPacket = connect;

        // Its server ends whatever has the id of a connection that is just being cleaned up, and that may be the
        // client's next one: so each connection has an id of its own there, and taking over is done here.
        connect.ClientId = $"{this.ClientId}@{this.connection.ConnectionId}";
        this.acknowledging = this.AcknowledgeAsync();
    }

    // What an MQTT 5 client must know of the limits.
    private void Describe(MqttConnAckPacket answer)
    {
        if (!this.IsVersion5)
        {
            return;
        }

        answer.AssignedClientIdentifier = this.assignedClientId;
        answer.MaximumPacketSize = this.Grant is { } grant
            ? (uint)Math.Min(this.settings.Options.MaxPacketBytes, grant.Meter.Limits.MaxPayloadBytes + HeaderRoom)
            : (uint)this.settings.Options.MaxPacketBytes;
        answer.ReceiveMaximum = (ushort)this.settings.Options.MaxPendingAcknowledgements;
        answer.TopicAliasMaximum = TopicAliases.Most;
        answer.WildcardSubscriptionAvailable = false;
        answer.SharedSubscriptionAvailable = false;
        answer.SubscriptionIdentifiersAvailable = false;
        answer.ServerKeepAlive = this.keepAliveLowered ? (ushort)this.keepAliveSeconds : (ushort)0;
    }

    private async ValueTask TakeAsync(MqttPublishPacket publish, long passedOver, CancellationToken cancellationToken)
    {
        this.busy = true;
        try
        {
            MqttQualityOfServiceLevel qos = publish.QualityOfServiceLevel;
            bool acknowledged = qos != MqttQualityOfServiceLevel.AtMostOnce;
            bool exactlyOnce = qos == MqttQualityOfServiceLevel.ExactlyOnce;
            (Task durable, MqttPubAckReasonCode reason) = (Task.CompletedTask, MqttPubAckReasonCode.Success);

            // A second copy of a QoS 2 publish is answered again and taken once.
            if (!exactlyOnce || this.unreleased.Add(publish.PacketIdentifier))
            {
                (durable, reason) = await this.HandOnAsync(publish, passedOver, acknowledged, cancellationToken).ConfigureAwait(false);
            }

            if (reason != MqttPubAckReasonCode.Success && this.IsVersion5)
            {
                // A refusal ends the exchange: no release follows it.
                this.unreleased.Remove(publish.PacketIdentifier);
            }

            if (acknowledged)
            {
                byte type = exactlyOnce ? AcknowledgementQueue.PubRec : AcknowledgementQueue.PubAck;
                await this.acknowledgements.AddAsync(
                    type, publish.PacketIdentifier, this.IsVersion5 ? (byte)reason : (byte)0, durable, cancellationToken).ConfigureAwait(false);
            }

            if (this.guard?.Ends is { } code)
            {
                this.EndWithoutWill(code, code == MqttDisconnectReasonCode.MessageRateTooHigh ? "too many messages were refused" : "the credential does not hold any more");
            }
        }
        finally
        {
            this.lastHeard = this.settings.Clock.GetTimestamp();
            this.busy = false;
        }
    }

    // MQTTnet refuses some by itself and tells nobody.
    private void CountRefused(MqttSubscribePacket subscribe)
    {
        foreach (MqttTopicFilter filter in subscribe.TopicFilters)
        {
            this.settings.Ingest.RefuseAccess(
                this.Grant?.Feed, RejectionReason.SubscriptionRefused, this.Grant?.User ?? this.ClientId, $"asked for {(filter.Topic.Length > 128 ? filter.Topic[..128] : filter.Topic)}");
        }
    }

    private async ValueTask<(Task Durable, MqttPubAckReasonCode Reason)> HandOnAsync(
        MqttPublishPacket publish, long passedOver, bool acknowledged, CancellationToken cancellationToken)
    {
        string topic = this.aliases.TopicOf(publish);
        long length = passedOver > 0 ? passedOver : publish.Payload.Length;
        if (this.guard?.Judge(topic, length, passedOver > 0) is { } refused and not MqttPubAckReasonCode.Success)
        {
            return (Task.CompletedTask, refused);
        }

        if (passedOver > 0)
        {
            this.settings.Ingest.RefuseOversize(topic, passedOver);
            return (Task.CompletedTask, MqttPubAckReasonCode.QuotaExceeded);
        }

        Task durable = await this.settings.Ingest.AcceptAsync(
            topic, publish.Payload, publish.ContentType, MessageTrace.ParentOf(publish.UserProperties), acknowledged, cancellationToken).ConfigureAwait(false);
        return (durable, MqttPubAckReasonCode.Success);
    }

    private async Task AcknowledgeAsync()
    {
        try
        {
            await this.acknowledgements.RunAsync(this.ended.Token).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            MqttLog.NotDurable(this.settings.Logger, this.ClientId, e.Message);
            this.End(MqttDisconnectReasonCode.ImplementationSpecificError, "what was published could not be made durable");
        }
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await this.writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!this.closed)
            {
                this.BytesSent += bytes.Length;
                await this.Output.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            this.writing.Release();
        }
    }
}
