using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// One connection, standing between the socket and MQTTnet's server. MQTTnet does the protocol: connect,
/// sessions, take-over, ping, wills. Publishes are taken here instead: its server handles one at a time and
/// would let a busy connection wait for the disk with each, while here they go straight to the intake and
/// their acknowledgements follow in order as they become durable.
/// </summary>
internal sealed class IngestChannel : IMqttChannelAdapter
{
    /// <summary>Topics that an MQTT 5 client may abbreviate: as many as a gateway has busy vehicles, and little memory each connection.</summary>
    private const int MaxTopicAliases = 256;

    private readonly ConnectionContext connection;
    private readonly ChannelSettings settings;
    private readonly IngestConnections connections;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly CancellationTokenSource ended = new();
    private readonly AcknowledgementQueue acknowledgements;
    private readonly PacketReader reader;
    private readonly Dictionary<ushort, string> aliases = [];
    private readonly HashSet<ushort> unreleased = [];
    private Task acknowledging = Task.CompletedTask;
    private MqttConnectPacket? connectPacket;
    private MqttDisconnectPacket? farewell;
    private long lastHeard;

    /// <summary>0 for a client that asked for none.</summary>
    private int keepAliveSeconds;
    private bool keepAliveLowered;
    private string? assignedClientId;
    private volatile bool busy;
    private bool closed;

    public IngestChannel(ConnectionContext connection, IngestConnections connections, ChannelSettings settings)
    {
        this.connection = connection;
        this.connections = connections;
        this.settings = settings;
        this.lastHeard = settings.Clock.GetTimestamp();
        this.acknowledgements = new AcknowledgementQueue(settings.Options.MaxPendingAcknowledgements, this.WriteAsync);
        this.PacketFormatterAdapter = new MqttPacketFormatterAdapter(new MqttBufferWriter(512, 65_535));
        this.reader = new PacketReader(this.Input, this.PacketFormatterAdapter, settings.Options.MaxPacketBytes);
    }

    public long BytesReceived => this.reader.BytesReceived;

    public long BytesSent { get; private set; }

    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => this.connection.RemoteEndPoint;

    public EndPoint? LocalEndPoint => this.connection.LocalEndPoint;

    public bool IsSecureConnection => false;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    /// <summary>The client's own id; empty before its CONNECT.</summary>
    public string ClientId { get; private set; } = string.Empty;

    private bool IsVersion5 => this.PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;

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

    /// <summary>Ends the connection if nothing was heard for one and a half times the keep alive, as the standard says.</summary>
    public void EndIfSilent()
    {
        double silent = this.settings.Clock.GetElapsedTime(Interlocked.Read(ref this.lastHeard)).TotalSeconds;
        if (this.keepAliveSeconds > 0 && !this.busy && silent > this.keepAliveSeconds * 1.5)
        {
            MqttLog.KeepAliveMissed(this.settings.Logger, this.ClientId, this.keepAliveSeconds);
            this.End(MqttDisconnectReasonCode.KeepAliveTimeout, "silent for longer than the keep alive");
        }
    }

    /// <summary>Ends the connection because the same client has a newer one. Its last will would call a device offline that is there.</summary>
    public void EndForNewer()
    {
        this.connectPacket!.WillFlag = false;
        this.End(MqttDisconnectReasonCode.SessionTakenOver, "the client connected again");
    }

    public void Dispose()
    {
        this.ended.Dispose();
        this.writing.Dispose();
    }

    // Reading then fails, and MQTTnet ends the connection in its usual order, with the last will.
    private void End(MqttDisconnectReasonCode code, string reason)
    {
        this.farewell ??= new MqttDisconnectPacket { ReasonCode = code, ReasonString = reason };
        this.Input.CancelPendingRead();
    }

    private void Begin(MqttConnectPacket connect)
    {
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
        answer.MaximumPacketSize = (uint)this.settings.Options.MaxPacketBytes;
        answer.ReceiveMaximum = (ushort)this.settings.Options.MaxPendingAcknowledgements;
        answer.TopicAliasMaximum = MaxTopicAliases;
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
            Task durable = Task.CompletedTask;

            // A second copy of a QoS 2 publish is answered again and taken once.
            if (qos != MqttQualityOfServiceLevel.ExactlyOnce || this.unreleased.Add(publish.PacketIdentifier))
            {
                durable = await this.HandOnAsync(publish, passedOver, acknowledged, cancellationToken).ConfigureAwait(false);
            }

            if (acknowledged)
            {
                byte type = qos == MqttQualityOfServiceLevel.AtLeastOnce ? AcknowledgementQueue.PubAck : AcknowledgementQueue.PubRec;
                await this.acknowledgements.AddAsync(type, publish.PacketIdentifier, durable, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            this.lastHeard = this.settings.Clock.GetTimestamp();
            this.busy = false;
        }
    }

    private ValueTask<Task> HandOnAsync(
        MqttPublishPacket publish, long passedOver, bool acknowledged, CancellationToken cancellationToken)
    {
        string topic = this.TopicOf(publish);
        if (passedOver > 0)
        {
            this.settings.Ingest.RefuseOversize(topic, passedOver);
            return new(Task.CompletedTask);
        }

        return this.settings.Ingest.AcceptAsync(
            topic, publish.Payload, publish.ContentType, MessageTrace.ParentOf(publish.UserProperties), acknowledged, cancellationToken);
    }

    private string TopicOf(MqttPublishPacket publish)
    {
        if (publish.TopicAlias == 0)
        {
            return publish.Topic ?? string.Empty;
        }

        if (publish.TopicAlias > MaxTopicAliases)
        {
            this.farewell ??= new MqttDisconnectPacket { ReasonCode = MqttDisconnectReasonCode.TopicAliasInvalid };
            throw new MqttProtocolViolationException($"The topic alias {publish.TopicAlias} is larger than {MaxTopicAliases}.");
        }

        if (!string.IsNullOrEmpty(publish.Topic))
        {
            this.aliases[publish.TopicAlias] = publish.Topic;
            return publish.Topic;
        }

        return this.aliases.GetValueOrDefault(publish.TopicAlias, string.Empty);
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
