using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Mqtt.Tests;

/// <summary>Speaks MQTT byte by byte, so that a test decides what is sent when and sees every answer in its order.</summary>
internal sealed class RawClient : IDisposable
{
    public const int PubAck = 4;
    public const int PubRec = 5;
    public const int PubComp = 7;
    public const int PingResp = 13;
    public const int Disconnect = 14;
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte version;

    private RawClient(byte version) => this.version = version;

    /// <summary>Its own end of the connection.</summary>
    public int Port => ((IPEndPoint)this.socket.LocalEndPoint!).Port;

    /// <param name="address">Where.</param>
    /// <param name="version">4 for MQTT 3.1.1, 5 for 5.</param>
    /// <param name="clientId">Client id.</param>
    /// <param name="keepAlive">Seconds.</param>
    /// <param name="willTopic">Where the last will goes; null: none.</param>
    /// <param name="willPayload">What it says.</param>
    /// <param name="user">User name; null: none.</param>
    /// <param name="password">Password; null: none.</param>
    /// <param name="from">The address of its own that it uses; null: any.</param>
    /// <returns>The client and the CONNACK's body.</returns>
    public static async Task<(RawClient Client, byte[] Answer)> ConnectAsync(
        IPEndPoint address, byte version, string clientId = "raw", ushort keepAlive = 60, string? willTopic = null, string willPayload = """{"online":false}""",
        string? user = null, string? password = null, IPAddress? from = null)
    {
        RawClient client = new(version);
        if (from is not null)
        {
            client.socket.Bind(new IPEndPoint(from, 0));
        }

        await client.socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        byte flags = (byte)(2 | (willTopic is null ? 0 : 4 | 8 | 32) | (user is null ? 0 : 128) | (password is null ? 0 : 64));
        byte[] properties = version == 5 ? [0] : [];
        List<byte> body = [.. Text("MQTT"), version, flags, (byte)(keepAlive >> 8), (byte)(keepAlive & 0xFF), .. properties, .. Text(clientId)];
        if (willTopic is not null)
        {
            body.AddRange([.. properties, .. Text(willTopic), .. Text(willPayload)]);
        }

        body.AddRange([.. user is null ? [] : Text(user), .. password is null ? [] : Text(password)]);
        await client.SendAsync(0x10, [.. body]);
        (int type, byte[] answer) = await client.ReceiveAsync();
        Assert.Equal(2, type);
        return (client, answer);
    }

    public static byte[] Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return [(byte)(utf8.Length >> 8), (byte)(utf8.Length & 0xFF), .. utf8];
    }

    public Task PublishAsync(int qos, ushort packetId, string topic, string payload, bool retain = false, bool again = false, byte[]? properties = null)
    {
        byte[] id = qos == 0 ? [] : [(byte)(packetId >> 8), (byte)(packetId & 0xFF)];
        byte[] extra = this.version == 5 ? [(byte)(properties?.Length ?? 0), .. properties ?? []] : [];
        byte first = (byte)(0x30 | (qos << 1) | (retain ? 1 : 0) | (again ? 8 : 0));
        return this.SendAsync(first, [.. Text(topic), .. id, .. extra, .. Encoding.UTF8.GetBytes(payload)]);
    }

    public Task ReleaseAsync(ushort packetId) => this.SendAsync(0x62, [(byte)(packetId >> 8), (byte)(packetId & 0xFF)]);

    public Task SubscribeAsync(ushort packetId, string filter) => this.SendAsync(
        0x82, [(byte)(packetId >> 8), (byte)(packetId & 0xFF), .. this.version == 5 ? new byte[] { 0 } : [], .. Text(filter), 1]);

    public Task PingAsync() => this.SendAsync(0xC0, []);

    public async Task SendAsync(byte first, byte[] body)
    {
        List<byte> packet = [first];
        int length = body.Length;
        do
        {
            packet.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        packet.AddRange(body);
        await this.socket.SendAsync(packet.ToArray(), TestContext.Current.CancellationToken);
    }

    /// <summary>The next packet's type and body; type 0 when the broker closed the connection.</summary>
    public async Task<(int Type, byte[] Body)> ReceiveAsync()
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            byte[] header = await this.ReadAsync(2, timeout.Token);
            int length = header[1] & 0x7F;
            for (int shift = 7; header[^1] >= 0x80; shift += 7)
            {
                header = await this.ReadAsync(1, timeout.Token) is { } more ? [header[0], more[0]] : header;
                length |= (header[1] & 0x7F) << shift;
            }

            return (header[0] >> 4, await this.ReadAsync(length, timeout.Token));
        }
        catch (EndOfStreamException)
        {
            return (0, []);
        }
        catch (SocketException)
        {
            return (0, []);
        }
    }

    /// <summary>Expects an answer that carries a packet id.</summary>
    public async Task ExpectAsync(int type, ushort packetId)
    {
        (int received, byte[] body) = await this.ReceiveAsync();
        Assert.Equal((type, packetId), (received, BinaryPrimitives.ReadUInt16BigEndian(body)));
    }

    /// <summary>Expects an answer of MQTT 5 that carries a packet id and the reason of a refusal.</summary>
    public async Task ExpectRefusalAsync(int type, ushort packetId, byte reason)
    {
        (int received, byte[] body) = await this.ReceiveAsync();
        Assert.Equal((type, packetId, reason), (received, BinaryPrimitives.ReadUInt16BigEndian(body), body.Length > 2 ? body[2] : 0));
    }

    /// <summary>Expects to be disconnected with a reason.</summary>
    public async Task ExpectDisconnectAsync(byte reason)
    {
        (int type, byte[] body) = await this.ReceiveAsync();
        Assert.Equal((Disconnect, reason), (type, body.Length > 0 ? body[0] : (byte)0));
    }

    /// <summary>Proves that all sent before was read, and that nothing was answered before this.</summary>
    public async Task ExpectOnlyPingAsync()
    {
        await this.PingAsync();
        Assert.Equal(PingResp, (await this.ReceiveAsync()).Type);
    }

    public void Dispose() => this.socket.Dispose();

    private async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        for (int read = 0; read < count;)
        {
            int got = await this.socket.ReceiveAsync(bytes.AsMemory(read), cancellationToken);
            read += got > 0 ? got : throw new EndOfStreamException();
        }

        return bytes;
    }
}
