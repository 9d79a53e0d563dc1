using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.AspNetCore;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace TransitHub.Mqtt.Broker;

/// <summary>Cuts a connection's bytes into packets, with a bound on their size that holds before a packet is in memory.</summary>
internal sealed class PacketReader(PipeReader input, MqttPacketFormatterAdapter formatter, int maxPacketBytes)
{
    private long toSkip;

    public long BytesReceived { get; set; }

    /// <summary>True: the connection ends because of a packet that is too large, and no publish.</summary>
    public bool FoundTooLarge { get; private set; }

    /// <summary>Reads the next packet. A publish that is too large comes without its payload, and with its length.</summary>
    /// <exception cref="MqttProtocolViolationException">A packet breaks the protocol, or is too large and no publish.</exception>
    /// <exception cref="MqttCommunicationException">The connection is over.</exception>
    public async ValueTask<(MqttPacket Packet, long PassedOver)> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            SequencePosition consumed = buffer.Start;
            SequencePosition examined = buffer.End;
            try
            {
                if (result.IsCanceled)
                {
                    throw new MqttCommunicationException("The hub ends the connection.");
                }

                if (this.TryTake(buffer, ref consumed, ref examined, out MqttPacket? packet, out long passedOver))
                {
                    return (packet!, passedOver);
                }

                if (result.IsCompleted)
                {
                    throw new MqttCommunicationException("The client closed the connection.");
                }
            }
            finally
            {
                input.AdvanceTo(consumed, examined);
            }
        }
    }

    private bool TryTake(
        ReadOnlySequence<byte> buffer, ref SequencePosition consumed, ref SequencePosition examined, out MqttPacket? packet, out long passedOver)
    {
        packet = null;
        passedOver = 0;
        long skipped = Math.Min(this.toSkip, buffer.Length);
        this.toSkip -= skipped;
        buffer = buffer.Slice(skipped);
        consumed = buffer.Start;
        if (this.toSkip > 0 || !PacketHeader.TryRead(buffer, out PacketHeader header))
        {
            return false;
        }

        if (header.TotalLength > maxPacketBytes)
        {
            return this.TryPassOver(buffer, header, ref consumed, ref examined, out packet, out passedOver);
        }

        if (!formatter.TryDecode(buffer, out packet, out SequencePosition end, out SequencePosition seen, out int received))
        {
            return false;
        }

        consumed = end;
        examined = seen;
        this.BytesReceived += received;
        return true;
    }

    private bool TryPassOver(
        ReadOnlySequence<byte> buffer,
        PacketHeader header,
        ref SequencePosition consumed,
        ref SequencePosition examined,
        out MqttPacket? packet,
        out long passedOver)
    {
        packet = null;
        passedOver = 0;
        if (!header.IsPublish || formatter.ProtocolVersion == MqttProtocolVersion.Unknown)
        {
            this.FoundTooLarge = true;
            throw new MqttProtocolViolationException($"A packet of {header.TotalLength} bytes is larger than {maxPacketBytes}.");
        }

        if (!header.TryReadPublish(buffer, out string topic, out ushort packetId, out int read))
        {
            return false;
        }

        consumed = buffer.GetPosition(read);
        examined = consumed;
        this.toSkip = header.TotalLength - read;
        passedOver = this.toSkip;
        this.BytesReceived += header.TotalLength;
        packet = new MqttPublishPacket
        {
            Topic = topic,
            PacketIdentifier = packetId,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)header.Qos,
        };
        return true;
    }
}
