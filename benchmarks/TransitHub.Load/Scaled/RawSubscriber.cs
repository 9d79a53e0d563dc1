using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Scaled;

/// <summary>A subscriber with QoS 1 that acknowledges and counts, MQTT 3.1.1 written by hand.</summary>
internal sealed class RawSubscriber : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] input = new byte[262_144];
    private readonly byte[] answers = new byte[262_144];
    private long received;

    /// <summary>Messages so far.</summary>
    public long Received => Volatile.Read(ref this.received);

    public async Task ConnectAsync(int port, string filter)
    {
        await this.socket.ConnectAsync(IPAddress.Loopback, port);
        byte[] connect = [0x10, 15, 0, 4, .. "MQTT"u8, 4, 2, 0, 0, 0, 3, .. "raw"u8];
        byte[] subscribe = [0x82, (byte)(filter.Length + 5), 0, 1, 0, (byte)filter.Length, .. Encoding.ASCII.GetBytes(filter), 1];
        await this.socket.SendAsync(connect);
        await this.ExpectAsync(4, 0x20);
        await this.socket.SendAsync(subscribe);
        await this.ExpectAsync(5, 0x90);
    }

    /// <summary>Takes messages until the connection ends.</summary>
    public async Task ReceiveAsync()
    {
        int kept = 0;
        try
        {
            while (await this.socket.ReceiveAsync(this.input.AsMemory(kept)) is > 0 and int read)
            {
                (int taken, int answered) = this.Answer(kept + read);
                await this.socket.SendAsync(this.answers.AsMemory(0, answered));
                Volatile.Write(ref this.received, this.received + (answered / 4));
                kept += read - taken;
                this.input.AsSpan(taken, kept).CopyTo(this.input);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed at the end.
        }
    }

    public void Dispose() => this.socket.Dispose();

    /// <summary>Makes the acknowledgements of the whole packets.</summary>
    /// <returns>Bytes taken, and bytes to answer.</returns>
    private (int Taken, int Answered) Answer(int filled)
    {
        int at = 0;
        int answered = 0;
        while (filled - at >= 5)
        {
            int length = 0;
            int header = 1;
            for (int shift = 0; ; shift += 7)
            {
                byte part = this.input[at + header++];
                length |= (part & 0x7F) << shift;
                if (part < 0x80)
                {
                    break;
                }
            }

            if (filled - at < header + length)
            {
                break;
            }

            int id = at + header + 2 + (this.input[at + header] << 8) + this.input[at + header + 1];
            (this.answers[answered], this.answers[answered + 1], this.answers[answered + 2], this.answers[answered + 3]) = (0x40, 2, this.input[id], this.input[id + 1]);
            answered += 4;
            at += header + length;
        }

        return (at, answered);
    }

    private async Task ExpectAsync(int length, byte kind)
    {
        int read = await this.socket.ReceiveAsync(this.input);
        if (read != length || this.input[0] != kind)
        {
            throw new IOException($"The broker refused: {Convert.ToHexString(this.input, 0, read)}");
        }
    }
}
