using System.Globalization;
using System.Text;
using System.Text.Unicode;
using TransitHub.Load.Cameras;

namespace TransitHub.Load.Scaled;

/// <summary>Writes messages of positions, each vehicle in turn, into one buffer.</summary>
internal sealed class PositionWriter(LoadCity city, string feed)
{
    private const int MostBytesEach = 256;
    private readonly byte[] gateway = Encoding.ASCII.GetBytes($"transithub/v1/{feed}/avl");
    private readonly byte[] topic = new byte[MostBytesEach];
    private byte[] payload = new byte[MostBytesEach];

    public static string IdOf(int vehicle) => string.Create(CultureInfo.InvariantCulture, $"bus-{vehicle:000000}");

    /// <summary>The next message; what it returned before is overwritten.</summary>
    /// <param name="first">Positions written before.</param>
    /// <param name="count">Positions in it; 1: the topic is the vehicle's.</param>
    /// <param name="unixMilliseconds">When they are measured.</param>
    public (ReadOnlyMemory<byte> Topic, ReadOnlyMemory<byte> Payload) Write(long first, int count, long unixMilliseconds)
    {
        if (this.payload.Length < (count * MostBytesEach) + 2)
        {
            this.payload = new byte[(count * MostBytesEach) + 2];
        }

        if (count == 1)
        {
            int vehicle = (int)(first % city.Vehicles);
            Utf8.TryWrite(this.topic, CultureInfo.InvariantCulture, $"transithub/v1/{feed}/avl/bus-{vehicle:000000}", out int topicLength);
            return (this.topic.AsMemory(0, topicLength), this.payload.AsMemory(0, this.WriteOne(vehicle, unixMilliseconds, this.payload)));
        }

        int length = 0;
        for (int i = 0; i < count; i++)
        {
            this.payload[length++] = i == 0 ? (byte)'[' : (byte)',';
            length += this.WriteOne((int)((first + i) % city.Vehicles), unixMilliseconds, this.payload.AsSpan(length));
        }

        this.payload[length++] = (byte)']';
        return (this.gateway, this.payload.AsMemory(0, length));
    }

    private int WriteOne(int vehicle, long unixMilliseconds, Span<byte> into)
    {
        double now = unixMilliseconds / 1000.0;
        (double latitude, double longitude) = city.PlaceOf(vehicle, now);
        return Utf8.TryWrite(
            into,
            CultureInfo.InvariantCulture,
            $$"""{"vehicle_id":"bus-{{vehicle:000000}}","measured_at":{{now:F3}},"lat":{{latitude:F6}},"lon":{{longitude:F6}},"speed_mps":6.0,"trip_id":"T{{vehicle}}","start_date":"{{city.ServiceDate}}"}""",
            out int written)
            ? written
            : throw new InvalidOperationException("A position is longer than the buffer.");
    }
}
