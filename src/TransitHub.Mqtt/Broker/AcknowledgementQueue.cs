using System.Threading.Channels;

namespace TransitHub.Mqtt.Broker;

/// <summary>
/// Holds back the acknowledgements of one connection until what they acknowledge is durable, in the order
/// of the publishes. The connection goes on reading meanwhile, so one write to the disk settles many; a
/// bound on those that wait is the back-pressure.
/// </summary>
internal sealed class AcknowledgementQueue
{
    /// <summary>PUBACK, the answer to QoS 1.</summary>
    public const byte PubAck = 0x40;

    /// <summary>PUBREC, the first answer to QoS 2.</summary>
    public const byte PubRec = 0x50;

    private const int PacketLength = 5;
    private const int PacketsPerWrite = 1_024;
    private readonly Channel<Pending> pending;
    private readonly Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write;
    private readonly byte[] buffer = new byte[PacketLength * PacketsPerWrite];
    private int filled;

    /// <param name="capacity">How many may wait.</param>
    /// <param name="write">Sends encoded acknowledgements.</param>
    public AcknowledgementQueue(int capacity, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> write)
    {
        this.pending = Channel.CreateBounded<Pending>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        this.write = write;
    }

    /// <summary>Adds the next one; waits while too many are pending.</summary>
    /// <param name="type">PUBACK or PUBREC.</param>
    /// <param name="packetId">Of the publish.</param>
    /// <param name="reason">MQTT 5's reason of a refusal; 0: success, and all that older versions know.</param>
    /// <param name="durable">Completes when it may be sent.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public ValueTask AddAsync(byte type, ushort packetId, byte reason, Task durable, CancellationToken cancellationToken) =>
        this.pending.Writer.WriteAsync(new Pending(type, packetId, reason, durable), cancellationToken);

    /// <summary>Sends acknowledgements until cancelled.</summary>
    /// <exception cref="IOException">What was published is not durable: the connection must end without an acknowledgement.</exception>
    /// <exception cref="OperationCanceledException">The connection ended.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await this.pending.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Taken out only when settled, so that the capacity bounds what truly waits.
            while (this.pending.Reader.TryPeek(out Pending next))
            {
                if (!next.Durable.IsCompletedSuccessfully)
                {
                    await this.FlushAsync(cancellationToken).ConfigureAwait(false);
                    await next.Durable.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                this.pending.Reader.TryRead(out _);
                this.Encode(next);
                if (this.filled > this.buffer.Length - PacketLength)
                {
                    await this.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            await this.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // Four bytes in every version: MQTT 5 leaves the reason out when it is success.
    private void Encode(Pending next)
    {
        Span<byte> packet = this.buffer.AsSpan(this.filled);
        packet[0] = next.Type;
        packet[1] = (byte)(next.Reason == 0 ? 2 : 3);
        packet[2] = (byte)(next.PacketId >> 8);
        packet[3] = (byte)(next.PacketId & 0xFF);
        packet[4] = next.Reason;
        this.filled += 2 + packet[1];
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (this.filled > 0)
        {
            await this.write(this.buffer.AsMemory(0, this.filled), cancellationToken).ConfigureAwait(false);
            this.filled = 0;
        }
    }

    private readonly record struct Pending(byte Type, ushort PacketId, byte Reason, Task Durable);
}
