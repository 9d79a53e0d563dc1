using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Testing.Counts;

/// <summary>
/// What a device does that must not lose a count: QoS 1 with some publishes on their way, and after a lost connection all of them once more until
/// each was acknowledged. MQTT 3.1.1 written by hand, so that nothing is resent but by this.
/// </summary>
public sealed class CountPublisher(int port, int number) : IDisposable
{
    private const int Window = 200;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(50);
    private readonly byte[] answers = new byte[4 * Window];
    private Socket? socket;

    /// <summary>Publishes acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Publishes sent once more because the connection was lost.</summary>
    public long Resent { get; private set; }

    /// <summary>Publishes all; returns when each was acknowledged.</summary>
    /// <param name="messages">In this order.</param>
    /// <param name="cancellation">Ends the trying.</param>
    public async Task PublishAsync(IReadOnlyList<CountMessage> messages, CancellationToken cancellation)
    {
        int done = 0;
        while (done < messages.Count)
        {
            int sent = done;
            try
            {
                this.socket ??= await this.ConnectAsync(cancellation);
                while (done < messages.Count)
                {
                    int end = Math.Min(messages.Count, done + Window);
                    if (sent < end)
                    {
                        await this.SendAsync(messages, sent, end, cancellation);
                        sent = end;
                    }

                    int acknowledged = await this.ReceiveAsync(cancellation);
                    done += acknowledged;
                    this.Acknowledged += acknowledged;
                }
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                this.Resent += sent - done;
                this.Dispose();
                await Task.Delay(Again, TimeProvider.System, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.socket?.Dispose();
        this.socket = null;
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        Socket made = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await made.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
            byte[] id = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"counts-{number}"));
            byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 120, 0, (byte)id.Length, .. id];
            await made.SendAsync(connect, cancellation);
            int read = await made.ReceiveAsync(this.answers.AsMemory(0, 4), cancellation);
            return read == 4 && this.answers[3] == 0 ? made : throw new IOException("The broker refused the connection.");
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private async Task SendAsync(IReadOnlyList<CountMessage> messages, int from, int to, CancellationToken cancellation)
    {
        using MemoryStream bytes = new();
        for (int i = from; i < to; i++)
        {
            byte[] topic = Encoding.ASCII.GetBytes(messages[i].Topic);
            int body = 2 + topic.Length + 2 + messages[i].Payload.Length;
            bytes.WriteByte(0x32);
            for (int rest = body; rest > 0; rest >>= 7)
            {
                bytes.WriteByte((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            }

            int id = 1 + (i % 60_000);
            bytes.Write([(byte)(topic.Length >> 8), (byte)(topic.Length & 0xFF)]);
            bytes.Write(topic);
            bytes.Write([(byte)(id >> 8), (byte)(id & 0xFF)]);
            bytes.Write(messages[i].Payload);
        }

        ReadOnlyMemory<byte> left = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        while (!left.IsEmpty)
        {
            left = left[await this.socket!.SendAsync(left, cancellation)..];
        }
    }

    /// <summary>PUBACKs are four bytes each, in the order of the publishes; a read may end within one.</summary>
    private async Task<int> ReceiveAsync(CancellationToken cancellation)
    {
        int filled = 0;
        do
        {
            int read = await this.socket!.ReceiveAsync(this.answers.AsMemory(filled), cancellation);
            filled += read > 0 ? read : throw new IOException("The broker closed the connection.");
        }
        while (filled % 4 != 0);
        return filled / 4;
    }
}
