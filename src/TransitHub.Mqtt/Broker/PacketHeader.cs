using System.Buffers;
using System.Text;
using MQTTnet.Exceptions;

namespace TransitHub.Mqtt.Broker;

/// <summary>The fixed header of an MQTT packet, read before the packet so that its size can be refused unread.</summary>
internal readonly record struct PacketHeader(byte First, int HeaderLength, int BodyLength)
{
    private const int MaxLengthBytes = 4;

    public bool IsPublish => this.First >> 4 == 3;

    /// <summary>Quality of service of a publish, 0 to 2.</summary>
    public int Qos => (this.First >> 1) & 3;

    public int TotalLength => this.HeaderLength + this.BodyLength;

    /// <summary>False when more bytes are needed.</summary>
    /// <exception cref="MqttProtocolViolationException">The length has more than four bytes.</exception>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, out PacketHeader header)
    {
        header = default;
        SequenceReader<byte> reader = new(buffer);
        if (!reader.TryRead(out byte first))
        {
            return false;
        }

        int length = 0;
        for (int i = 0; i < MaxLengthBytes; i++)
        {
            if (!reader.TryRead(out byte part))
            {
                return false;
            }

            length |= (part & 0x7F) << (7 * i);
            if (part < 0x80)
            {
                header = new PacketHeader(first, i + 2, length);
                return true;
            }
        }

        throw new MqttProtocolViolationException("The remaining length has more than four bytes.");
    }

    /// <summary>Reads a publish's topic and packet id, for one that is too large to be read whole; false when more bytes are needed.</summary>
    public bool TryReadPublish(in ReadOnlySequence<byte> buffer, out string topic, out ushort packetId, out int read)
    {
        topic = string.Empty;
        packetId = 0;
        read = 0;
        SequenceReader<byte> reader = new(buffer);
        reader.Advance(this.HeaderLength);
        if (!reader.TryReadBigEndian(out short length) || !reader.TryReadExact(unchecked((ushort)length), out ReadOnlySequence<byte> text))
        {
            return false;
        }

        short id = 0;
        if (this.Qos > 0 && !reader.TryReadBigEndian(out id))
        {
            return false;
        }

        topic = Encoding.UTF8.GetString(text);
        packetId = unchecked((ushort)id);
        read = (int)reader.Consumed;
        return true;
    }
}
