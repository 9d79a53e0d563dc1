using System.Net.Sockets;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;

namespace TransitHub.Simulation.Publishing;

/// <summary>One client's connection to the broker (MQTT 5), and which failures mean that it is lost.</summary>
internal sealed class BrokerConnection : IDisposable
{
    private readonly MqttClientOptions options;
    private IMqttClient? client;

    /// <summary>Prepares; nothing is sent yet.</summary>
    public BrokerConnection(Uri broker, string clientId)
    {
        bool isTls = broker.Scheme == "mqtts";
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(clientId)
            .WithCleanStart()
            .WithTimeout(TimeSpan.FromSeconds(30))
            .WithTcpServer(broker.Host, broker.Port > 0 ? broker.Port : isTls ? 8883 : 1883);
        if (isTls)
        {
            builder.WithTlsOptions(tls => tls.UseTls());
        }

        if (broker.UserInfo.Length > 0)
        {
            string[] parts = broker.UserInfo.Split(':', 2);
            builder.WithCredentials(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
        }

        this.options = builder.Build();
    }

    /// <summary>How many unacknowledged messages the broker takes; 65,535 where it does not say.</summary>
    public int ReceiveMaximum { get; private set; } = ushort.MaxValue;

    private IMqttClient Connected => this.client ?? throw new InvalidOperationException("Connect first.");

    /// <summary>Whether the failure says that the broker is out of reach, and not that something is wrong with us.</summary>
    /// <remarks>The client lets go of its socket when the connection ends; a call that is about to send just then fails on the null.</remarks>
    public static bool IsLost(Exception exception) =>
        exception is MqttCommunicationException or SocketException or IOException or TimeoutException or ObjectDisposedException
        || exception is NullReferenceException { Source: nameof(MQTTnet) };

    /// <summary>Connects, again if it was connected before.</summary>
    /// <exception cref="MqttCommunicationException">No broker, or it refuses this client.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        // A client that is still cleaning up after a lost connection refuses to connect, and does not say when it is done.
        this.client?.Dispose();
        this.client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await this.client.ConnectAsync(this.options, cancellation).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"the broker answers {result.ResultCode}");
        }

        this.ReceiveMaximum = result.ReceiveMaximum is > 0 and var maximum ? maximum : ushort.MaxValue;
    }

    /// <summary>Sends; completes with the acknowledgement (QoS 1), or once it is handed to the network (QoS 0).</summary>
    public async Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage message, CancellationToken cancellation) =>
        await this.Connected.PublishAsync(message, cancellation).ConfigureAwait(false);

    /// <summary>
    /// Completes when the broker has read all that was sent: it answers a ping in its turn. Without it a goodbye right
    /// after QoS 0 messages can overtake them inside a broker.
    /// </summary>
    public async Task FlushAsync(CancellationToken cancellation) => await this.Connected.PingAsync(cancellation).ConfigureAwait(false);

    /// <summary>Says goodbye, if there is someone to say it to.</summary>
    public async Task DisconnectAsync()
    {
        try
        {
            if (this.client is { IsConnected: true })
            {
                await this.client.DisconnectAsync(new MqttClientDisconnectOptions()).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsLost(exception))
        {
            // The connection is gone already, which is what was asked for.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.client?.Dispose();
}
