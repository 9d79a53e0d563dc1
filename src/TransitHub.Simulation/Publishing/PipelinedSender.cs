using MQTTnet;
using MQTTnet.Protocol;

namespace TransitHub.Simulation.Publishing;

/// <summary>
/// Sends messages in order with a bounded number unacknowledged. When the connection is lost it makes a new one and
/// sends what was not acknowledged again, in the same order. One caller at a time.
/// </summary>
internal sealed class PipelinedSender(PublishOptions options, BrokerConnection connection, TimeProvider clock)
{
    private readonly Queue<Sent> inFlight = new();

    public long Published { get; private set; }

    public long Acknowledged { get; private set; }

    public long Refused { get; private set; }

    public long Repeated { get; private set; }

    public int Reconnects { get; private set; }

    /// <summary>What the broker said when it refused a message for the last time; null: it never did.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>Sends a message; returns before its acknowledgement, but waits while too many are on their way.</summary>
    public async ValueTask SendAsync(OutgoingMessage message, CancellationToken cancellation)
    {
        while (this.inFlight.TryPeek(out Sent oldest)
            && (oldest.Result.IsCompleted || this.inFlight.Count >= Math.Min(options.MaxInFlight, connection.ReceiveMaximum)))
        {
            await this.SettleOldestAsync(cancellation).ConfigureAwait(false);
        }

        var outgoing = new MqttApplicationMessage
        {
            Topic = message.Topic,
            PayloadSegment = message.Payload,
            QualityOfServiceLevel = options.Qos == 0 ? MqttQualityOfServiceLevel.AtMostOnce : MqttQualityOfServiceLevel.AtLeastOnce,
            Retain = message.Retain,
        };
        this.inFlight.Enqueue(new Sent(outgoing, connection.PublishAsync(outgoing, cancellation)));
        this.Published++;
    }

    /// <summary>Waits until nothing is on its way any more.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        while (this.inFlight.Count > 0)
        {
            await this.SettleOldestAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask SettleOldestAsync(CancellationToken cancellation)
    {
        MqttClientPublishResult result;
        try
        {
            result = await this.inFlight.Peek().Result.ConfigureAwait(false);
        }
        catch (Exception exception) when (BrokerConnection.IsLost(exception) || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            await this.ReconnectAsync(cancellation).ConfigureAwait(false);
            return;
        }

        this.inFlight.Dequeue();
        if (options.Qos == 0)
        {
            return;
        }

        if ((int)result.ReasonCode < 0x80)
        {
            this.Acknowledged++;
        }
        else
        {
            this.Refused++;
            this.LastRefusal = result.ReasonCode.ToString();
        }
    }

    private async Task ReconnectAsync(CancellationToken cancellation)
    {
        Sent[] unsettled = [.. this.inFlight];
        this.inFlight.Clear();
        await Task.WhenAll(unsettled.Select(s => s.Result.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default))).ConfigureAwait(false);
        await this.ConnectAgainAsync(cancellation).ConfigureAwait(false);
        foreach (Sent sent in unsettled)
        {
            this.inFlight.Enqueue(sent.Result.IsCompletedSuccessfully ? sent : new Sent(sent.Message, connection.PublishAsync(sent.Message, cancellation)));
            this.Repeated += sent.Result.IsCompletedSuccessfully ? 0 : 1;
        }
    }

    private async Task ConnectAgainAsync(CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        TimeSpan pause = TimeSpan.FromMilliseconds(200);
        await connection.DisconnectAsync().ConfigureAwait(false);
        while (true)
        {
            try
            {
                await connection.ConnectAsync(cancellation).ConfigureAwait(false);
                this.Reconnects++;
                return;
            }
            catch (Exception exception) when (BrokerConnection.IsLost(exception) && clock.GetElapsedTime(started).TotalSeconds < options.ReconnectSeconds)
            {
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, TimeSpan.FromSeconds(5).Ticks));
            }
        }
    }

    private readonly record struct Sent(MqttApplicationMessage Message, Task<MqttClientPublishResult> Result);
}
