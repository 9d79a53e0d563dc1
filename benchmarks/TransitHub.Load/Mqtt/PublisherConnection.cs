using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Mqtt;

/// <summary>One connection that publishes as fast as its window lets it, MQTT 3.1.1 written by hand.</summary>
internal sealed class PublisherConnection(LoadPlan plan, int number, int? vehicles = null) : IDisposable
{
    private const int LeastVehicles = 500;
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly PacketTemplate[] vehicles =
        [.. Enumerable.Range(0, vehicles ?? Math.Max(LeastVehicles, 2 * plan.Window)).Select(v => new PacketTemplate(plan.Feed, number, v, plan.Qos))];

    private readonly long[] sentAt = new long[vehicles is null ? 65_536 : 256];
    private readonly byte[] answers = new byte[vehicles is null ? 65_536 : 64];
    private int nextVehicle;
    private ushort nextId = 1;
    private byte[] batch = [];

    /// <summary>Milliseconds from send to acknowledgement, a sample of one in eight.</summary>
    public List<double> Latencies { get; } = [];

    public long Sent { get; private set; }

    public async Task ConnectAsync()
    {
        await this.socket.ConnectAsync(plan.Target);
        byte[] id = Encoding.ASCII.GetBytes($"load-{number}-{Guid.NewGuid():N}");
        byte[] connect = [0x10, (byte)(12 + id.Length), 0, 4, .. "MQTT"u8, 4, 2, 0, 120, 0, (byte)id.Length, .. id];
        await this.socket.SendAsync(connect);
        int read = await this.socket.ReceiveAsync(this.answers);
        if (read != 4 || this.answers[3] != 0)
        {
            throw new IOException($"The broker refused the connection: {Convert.ToHexString(this.answers, 0, read)}");
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        this.batch = new byte[plan.Window * (this.vehicles[0].Length + 8)];
        int open = 0;
        while (!stop.IsCancellationRequested)
        {
            await this.SendAsync(plan.Window - open);
            open = plan.Qos == 0 ? 0 : plan.Window;
            if (plan.Qos > 0)
            {
                open -= await this.ReceiveAsync();
            }
        }

        while (open > 0)
        {
            open -= await this.ReceiveAsync();
        }
    }

    /// <summary>Publishes once and waits for the acknowledgement.</summary>
    public async Task SendOneAsync()
    {
        this.batch = this.batch.Length > 0 ? this.batch : new byte[this.vehicles[0].Length + 8];
        this.nextId = this.nextId > 255 ? (ushort)1 : this.nextId;
        await this.SendAsync(1);
        await this.ReceiveAsync();
    }

    public void Dispose() => this.socket.Dispose();

    private async ValueTask SendAsync(int count)
    {
        int length = this.Encode(count);
        this.Sent += count;
        await this.socket.SendAsync(this.batch.AsMemory(0, length));
    }

    private int Encode(int count)
    {
        long now = Stopwatch.GetTimestamp();
        long unixMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            PacketTemplate vehicle = this.vehicles[this.nextVehicle];
            vehicle.Write(this.batch.AsSpan(length), this.nextId, unixMilliseconds);
            length += vehicle.Length;
            this.sentAt[this.nextId] = now;
            this.nextVehicle = (this.nextVehicle + 1) % this.vehicles.Length;
            this.nextId = this.nextId == ushort.MaxValue ? (ushort)1 : (ushort)(this.nextId + 1);
        }

        return length;
    }

    // PUBACKs are four bytes each; a read may end within one.
    private async ValueTask<int> ReceiveAsync()
    {
        int filled = 0;
        do
        {
            int read = await this.socket.ReceiveAsync(this.answers.AsMemory(filled));
            filled += read > 0 ? read : throw new IOException("The broker closed the connection.");
        }
        while (filled % 4 != 0);
        long now = Stopwatch.GetTimestamp();
        for (int i = 0; i < filled; i += 4)
        {
            if (this.answers[i] != 0x40)
            {
                throw new IOException($"Expected PUBACK, got {this.answers[i]:X2}.");
            }

            int id = (this.answers[i + 2] << 8) | this.answers[i + 3];
            if (id % 8 == 0)
            {
                this.Latencies.Add(Stopwatch.GetElapsedTime(this.sentAt[id], now).TotalMilliseconds);
            }
        }

        return filled / 4;
    }
}
