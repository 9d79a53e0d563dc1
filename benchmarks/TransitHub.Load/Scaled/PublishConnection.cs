using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Scaled;

/// <summary>A connection that publishes with QoS 1 what was gathered for it, MQTT 3.1.1 written by hand so that the sender costs little.</summary>
internal sealed class PublishConnection(int number) : IDisposable
{
    /// <summary>Publishes without an acknowledgement, at most.</summary>
    private const int Window = 4000;
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] answers = new byte[65_536];
    private byte[] gathered = new byte[65_536];
    private int length;
    private ushort nextId;
    private long sent;
    private long acknowledged;

    public long Acknowledged => Volatile.Read(ref this.acknowledged);

    public bool HasRoom => this.sent - this.Acknowledged < Window;

    public async Task ConnectAsync(IPEndPoint target)
    {
        await this.socket.ConnectAsync(target);
        byte[] id = Encoding.ASCII.GetBytes($"load-{number}-{Guid.NewGuid():N}");
        byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, (byte)id.Length, .. id];
        await this.socket.SendAsync(connect);
        int read = await this.socket.ReceiveAsync(this.answers);
        if (read != 4 || this.answers[3] != 0)
        {
            throw new IOException($"The broker refused the connection: {Convert.ToHexString(this.answers, 0, read)}");
        }
    }

    /// <summary>Gathers a publish for the next <see cref="FlushAsync"/>.</summary>
    public void Add(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload)
    {
        int body = 2 + topic.Length + 2 + payload.Length;
        if (this.gathered.Length < this.length + body + 5)
        {
            Array.Resize(ref this.gathered, 2 * (this.length + body + 5));
        }

        this.gathered[this.length++] = 0x32;
        for (int rest = body; rest > 0; rest >>= 7)
        {
            this.gathered[this.length++] = (byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        }

        this.AddShort(topic.Length);
        topic.CopyTo(this.gathered.AsSpan(this.length));
        this.length += topic.Length;
        this.nextId = this.nextId == ushort.MaxValue ? (ushort)1 : (ushort)(this.nextId + 1);
        this.AddShort(this.nextId);
        payload.CopyTo(this.gathered.AsSpan(this.length));
        this.length += payload.Length;
        this.sent++;
    }

    /// <summary>Sends what was gathered.</summary>
    public async ValueTask FlushAsync()
    {
        for (int done = 0; done < this.length;)
        {
            done += await this.socket.SendAsync(this.gathered.AsMemory(done, this.length - done));
        }

        this.length = 0;
    }

    /// <summary>Takes acknowledgements until the connection ends.</summary>
    public async Task ReceiveAsync()
    {
        long bytes = 0;
        try
        {
            while (await this.socket.ReceiveAsync(this.answers) is > 0 and int read)
            {
                // All that comes are PUBACKs of four bytes.
                bytes += read;
                Volatile.Write(ref this.acknowledged, bytes / 4);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed at the end.
        }
    }

    public void Dispose() => this.socket.Dispose();

    private void AddShort(int value)
    {
        this.gathered[this.length++] = (byte)(value >> 8);
        this.gathered[this.length++] = (byte)(value & 0xFF);
    }
}
