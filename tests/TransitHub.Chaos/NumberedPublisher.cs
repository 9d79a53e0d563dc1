using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using TransitHub.Testing.Counts;

namespace TransitHub.Chaos;

/// <summary>
/// A device's connection: QoS 1 with some publishes on their way, and all that was not acknowledged once more. MQTT 5, because its acknowledgement says
/// when a broker took a message for nobody, as one does that forgot the hub's subscription over its restart.
/// </summary>
/// <param name="port">The broker's.</param>
internal sealed class NumberedPublisher(int port) : IDisposable
{
    private const int Window = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private readonly IMqttClient client = new MqttClientFactory().CreateMqttClient();
    private long resent;
    private long untaken;

    /// <summary>Publishes acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Publishes sent once more because the connection was lost.</summary>
    public long Resent => this.resent;

    /// <summary>Publishes sent once more because nobody was subscribed.</summary>
    public long Untaken => this.untaken;

    /// <summary>Publishes all; returns when each was acknowledged.</summary>
    /// <param name="messages">In this order.</param>
    /// <param name="cancellation">Ends the trying.</param>
    public async Task PublishAsync(IReadOnlyList<CountMessage> messages, CancellationToken cancellation)
    {
        for (int start = 0; start < messages.Count; start += Window)
        {
            CountMessage[] left = [.. messages.Skip(start).Take(Window)];
            while (left.Length > 0)
            {
                bool[] taken = await this.SendAsync(left, cancellation);
                left = [.. left.Where((_, i) => !taken[i])];
                if (left.Length > 0)
                {
                    await Task.Delay(Again, TimeProvider.System, cancellation);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => this.client.Dispose();

    /// <summary>Sends each once and tells which were acknowledged.</summary>
    private async Task<bool[]> SendAsync(CountMessage[] messages, CancellationToken cancellation)
    {
        if (!this.client.IsConnected && !await this.TryConnectAsync(cancellation))
        {
            return new bool[messages.Length];
        }

        bool[] taken = await Task.WhenAll(messages.Select(m => this.SendAsync(m, cancellation)));
        this.Acknowledged += taken.Count(t => t);
        return taken;
    }

    private async Task<bool> SendAsync(CountMessage message, CancellationToken cancellation)
    {
        try
        {
            MqttClientPublishResult answer = await this.client.PublishAsync(
                new MqttApplicationMessage { Topic = message.Topic, PayloadSegment = message.Payload, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, cancellation);
            if (answer.ReasonCode == MqttClientPublishReasonCode.NoMatchingSubscribers)
            {
                Interlocked.Increment(ref this.untaken);
            }

            return answer.ReasonCode == MqttClientPublishReasonCode.Success;
        }
        catch (Exception exception) when (IsOfTheConnection(exception, cancellation))
        {
            Interlocked.Increment(ref this.resent);
            return false;
        }
    }

    private async Task<bool> TryConnectAsync(CancellationToken cancellation)
    {
        try
        {
            MqttClientOptions options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MQTTnet.Formatter.MqttProtocolVersion.V500)
                .WithTimeout(TimeSpan.FromSeconds(10)).Build();
            return (await this.client.ConnectAsync(options, cancellation)).ResultCode == MqttClientConnectResultCode.Success;
        }
        catch (Exception exception) when (IsOfTheConnection(exception, cancellation))
        {
            return false;
        }
    }

    private static bool IsOfTheConnection(Exception exception, CancellationToken cancellation) =>
        exception is MqttCommunicationException or MqttClientDisconnectedException or MqttProtocolViolationException or OperationCanceledException or InvalidOperationException
        && !cancellation.IsCancellationRequested;
}
