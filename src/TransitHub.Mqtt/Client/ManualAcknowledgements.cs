using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Protocol;

namespace TransitHub.Mqtt.Client;

/// <summary>
/// Takes the messages of one connection and acknowledges them in order when they are durable. Taking goes on
/// meanwhile: the receive maximum told to the broker bounds how many wait.
/// </summary>
internal sealed class ManualAcknowledgements(MqttIngest ingest, int capacity, bool shared)
{
    /// <summary>
    /// Marks the subscription that brings retained messages beside a shared one. All else that it brings comes
    /// through the shared one too, to this hub or to another of the group; and some brokers send what is
    /// retained through the shared one as well, though the standard says no.
    /// </summary>
    public const uint RetainedOnly = 2;

    private readonly Channel<(MqttApplicationMessageReceivedEventArgs Message, Task Durable)> pending =
        Channel.CreateBounded<(MqttApplicationMessageReceivedEventArgs, Task)>(new BoundedChannelOptions(capacity) { SingleReader = true });

    public async Task TakeAsync(MqttApplicationMessageReceivedEventArgs received, CancellationToken cancellationToken)
    {
        received.AutoAcknowledge = false;
        MqttApplicationMessage message = received.ApplicationMessage;
        bool acknowledged = message.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
        bool copy = shared && message.Retain != (message.SubscriptionIdentifiers is [RetainedOnly]);
        Task durable = copy
            ? Task.CompletedTask
            : await ingest.AcceptAsync(
                message.Topic, message.Payload, message.ContentType, MessageTrace.ParentOf(message.UserProperties), acknowledged, cancellationToken).ConfigureAwait(false);
        if (acknowledged)
        {
            await this.pending.Writer.WriteAsync((received, durable), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Acknowledges until cancelled, or until one cannot be; then it says why, and nothing more is acknowledged.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach ((MqttApplicationMessageReceivedEventArgs message, Task durable) in
                this.pending.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await durable.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (await TryAcknowledgeAsync(message, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (IOException e)
        {
            return $"what was received could not be made durable: {e.Message}";
        }
        catch (OperationCanceledException)
        {
        }

        return "stopped";
    }

    // Gives why not, in words.
    private static async Task<string?> TryAcknowledgeAsync(MqttApplicationMessageReceivedEventArgs message, CancellationToken cancellationToken)
    {
        try
        {
            await message.AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (LostConnection.Is(e))
        {
            return e.Message;
        }
    }
}
