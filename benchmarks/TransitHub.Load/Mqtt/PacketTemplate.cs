using System.Globalization;
using System.Text;

namespace TransitHub.Load.Mqtt;

/// <summary>
/// One vehicle's publish, encoded once: only the packet id and the time of measurement are written anew, so
/// that the sender costs next to nothing beside the broker it measures.
/// </summary>
internal sealed class PacketTemplate
{
    private const int TimeDigits = 13;
    private readonly byte[] packet;
    private readonly int idOffset;
    private readonly int timeOffset;

    public PacketTemplate(string feed, int connection, int vehicle, int qos)
    {
        byte[] topic = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"transithub/v1/{feed}/avl/c{connection:000}-v{vehicle:0000}"));
        string lat = (13.7 + connection * 0.001 + vehicle * 0.00001).ToString("0.00000", CultureInfo.InvariantCulture);
        byte[] payload = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"measured_at":0000000000.000,"lat":{{lat}},"lon":100.50180,"bearing":92,"speed_mps":6.4,"trip_id":"trip-{{vehicle:00000}}","start_date":"20261123","sign_text":"3-35"}"""));
        int idLength = qos > 0 ? 2 : 0;
        int body = 2 + topic.Length + idLength + payload.Length;
        byte[] header = body < 128 ? [(byte)(0x30 | (qos << 1)), (byte)body] : [(byte)(0x30 | (qos << 1)), (byte)((body & 0x7F) | 0x80), (byte)(body >> 7)];
        this.packet = [.. header, (byte)(topic.Length >> 8), (byte)(topic.Length & 0xFF), .. topic, .. new byte[idLength], .. payload];
        this.idOffset = qos > 0 ? this.packet.Length - payload.Length - 2 : -1;
        this.timeOffset = this.packet.Length - payload.Length + """{"measured_at":""".Length;
    }

    public int Length => this.packet.Length;

    public void Write(Span<byte> into, ushort packetId, long unixMilliseconds)
    {
        this.packet.CopyTo(into);
        if (this.idOffset >= 0)
        {
            into[this.idOffset] = (byte)(packetId >> 8);
            into[this.idOffset + 1] = (byte)(packetId & 0xFF);
        }

        long rest = unixMilliseconds;
        for (int i = TimeDigits; i >= 0; i--)
        {
            // The point stands before the last three digits.
            if (i != TimeDigits - 3)
            {
                into[this.timeOffset + i] = (byte)('0' + rest % 10);
                rest /= 10;
            }
        }
    }
}
