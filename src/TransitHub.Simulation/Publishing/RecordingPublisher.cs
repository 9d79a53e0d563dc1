using TransitHub.Simulation.Recordings;

namespace TransitHub.Simulation.Publishing;

/// <summary>Publishes a recording over a real broker, at a multiple of the tempo in which it was received.</summary>
/// <param name="options">How.</param>
/// <param name="clock">The present, and the tempo.</param>
public sealed class RecordingPublisher(PublishOptions options, TimeProvider clock)
{
    private readonly TempoClock tempo = new(options.Speed, clock);
    private long unreadable;

    /// <summary>Publishes all of the recording and waits for the last acknowledgement.</summary>
    /// <param name="recording">Read from where it stands to its end.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="PublishException">The broker cannot be reached, at the start or for longer than the option allows.</exception>
    /// <exception cref="RecordingException">The recording cannot be read further.</exception>
    public async Task<PublishCounts> RunAsync(Recording recording, IProgress<PublishCounts>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(recording);
        using var connection = new BrokerConnection(options.Broker, $"transithub-publish-{options.Feed}-{Environment.ProcessId}");
        try
        {
            await connection.ConnectAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (BrokerConnection.IsLost(exception))
        {
            throw new PublishException($"No broker takes this client at {Address}: {exception.Message.TrimEnd('.')}. Start the hub or broker there, or correct --mqtt.", default, exception);
        }

        var sender = new PipelinedSender(options, connection, clock);
        try
        {
            await this.SendAllAsync(recording, sender, progress, cancellation).ConfigureAwait(false);
            await sender.SettleAsync(cancellation).ConfigureAwait(false);
            if (options.Qos == 0)
            {
                // With QoS 1 every message has its answer by now, and whether the broker is still there matters no more.
                await connection.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (BrokerConnection.IsLost(exception))
        {
            throw new PublishException(
                $"The connection to {Address} was lost and could not be made again within {options.ReconnectSeconds} s: {exception.Message}", this.Count(recording, sender), exception);
        }

        await connection.DisconnectAsync().ConfigureAwait(false);
        return this.Count(recording, sender);
    }

    private string Address => options.Broker.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private async Task SendAllAsync(Recording recording, PipelinedSender sender, IProgress<PublishCounts>? progress, CancellationToken cancellation)
    {
        using var json = new ObservationJson(options.Feed);
        while (recording.TryRead(out RecordedItem item))
        {
            cancellation.ThrowIfCancellationRequested();
            if (item.Refusal is not null)
            {
                this.unreadable++;
                continue;
            }

            await this.tempo.WaitForAsync(item.ReceivedAt, cancellation).ConfigureAwait(false);
            if (Encode(item, json, this.ShiftOf(item)) is { } message)
            {
                await sender.SendAsync(message, cancellation).ConfigureAwait(false);
            }

            if ((sender.Published & 63) == 0)
            {
                progress?.Report(this.Count(recording, sender));
            }
        }
    }

    private static OutgoingMessage? Encode(RecordedItem item, ObservationJson json, TimeShift shift) =>
        item.Topic is { } topic
            ? new OutgoingMessage(topic, PayloadTimes.Shift(item.Payload, shift).ToArray(), Retain: false)
            : json.Encode(item.Observation!, shift);

    private TimeShift ShiftOf(RecordedItem item) => options.ShiftToNow ? this.tempo.Shift(item.ReceivedAt) : default;

    private PublishCounts Count(Recording recording, PipelinedSender sender) => new(
        recording.ItemsRead, this.unreadable, sender.Published, sender.Acknowledged, sender.Refused, sender.Repeated, sender.Reconnects, this.tempo.MaxLatenessSeconds);
}
