using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Cameras;

/// <summary>A connection of one or more devices, MQTT 3.1.1 with QoS 1, written by hand so that the sender costs little beside the hub.</summary>
internal sealed class DeviceConnection(int number) : IDisposable
{
    private const int Remembered = 256;
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly long[] sentAt = new long[Remembered];
    private readonly byte[] answers = new byte[256];
    private ushort nextId;
    private long acknowledged;

    public long Sent { get; private set; }

    public long Acknowledged => Volatile.Read(ref this.acknowledged);

    /// <summary>When each publish was sent (a time stamp), and how many milliseconds later it was acknowledged.</summary>
    public List<(long SentAt, float Milliseconds)> Latencies { get; } = [];

    public async Task ConnectAsync(IPEndPoint target)
    {
        await this.socket.ConnectAsync(target);
        byte[] id = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"load-{number}-{Guid.NewGuid():N}"));
        byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 120, 0, (byte)id.Length, .. id];
        await this.socket.SendAsync(connect);
        int read = await this.socket.ReceiveAsync(this.answers);
        if (read != 4 || this.answers[3] != 0)
        {
            throw new IOException($"The broker refused the connection: {Convert.ToHexString(this.answers, 0, read)}");
        }
    }

    /// <summary>Sends; waits only when the network takes no more.</summary>
    public void Send(string topic, byte[] payload)
    {
        Span<byte> packet = stackalloc byte[1024];
        int body = 2 + topic.Length + 2 + payload.Length;
        packet[0] = 0x32;
        int at = 1;
        for (int rest = body; rest > 0; rest >>= 7)
        {
            packet[at++] = (byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        }

        packet[at++] = (byte)(topic.Length >> 8);
        packet[at++] = (byte)(topic.Length & 0xFF);
        at += Encoding.ASCII.GetBytes(topic, packet[at..]);
        this.nextId = this.nextId == ushort.MaxValue ? (ushort)1 : (ushort)(this.nextId + 1);
        packet[at++] = (byte)(this.nextId >> 8);
        packet[at++] = (byte)(this.nextId & 0xFF);
        payload.CopyTo(packet[at..]);
        this.sentAt[this.nextId % Remembered] = Stopwatch.GetTimestamp();
        this.socket.Send(packet[..(at + payload.Length)]);
        this.Sent++;
    }

    /// <summary>Takes acknowledgements until the connection ends.</summary>
    public async Task ReceiveAsync()
    {
        int kept = 0;
        try
        {
            while (await this.socket.ReceiveAsync(this.answers.AsMemory(kept)) is > 0 and int read)
            {
                kept += read;
                int whole = kept / 4 * 4;
                long now = Stopwatch.GetTimestamp();
                for (int i = 0; i < whole; i += 4)
                {
                    int id = (this.answers[i + 2] << 8) | this.answers[i + 3];
                    long sent = this.sentAt[id % Remembered];
                    this.Latencies.Add((sent, (float)Stopwatch.GetElapsedTime(sent, now).TotalMilliseconds));
                }

                Volatile.Write(ref this.acknowledged, this.acknowledged + (whole / 4));
                this.answers.AsSpan(whole, kept - whole).CopyTo(this.answers);
                kept -= whole;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed at the end.
        }
    }

    public void Dispose() => this.socket.Dispose();
}
