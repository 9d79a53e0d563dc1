using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TransitHub.Load.Mqtt;
using TransitHub.Testing;

namespace TransitHub.Load.Scaled;

/// <summary>What the servers below a hub can do by themselves: the most that a hub on them could.</summary>
internal static class RawCeilings
{
    private const int UnderWay = 100;

    /// <summary>Publishes of Mosquitto with QoS 1 to one subscriber that acknowledges at once and does nothing else.</summary>
    /// <returns>Messages a second at the subscriber, and the broker's seconds of processor time for a million.</returns>
    public static async Task<(double Rate, double Processor)> MosquittoAsync(Mosquitto broker, double seconds)
    {
        using RawSubscriber subscriber = new();
        await subscriber.ConnectAsync(broker.Port, "transithub/#");
        Task receiving = Task.Run(subscriber.ReceiveAsync);
        double processor = broker.ProcessorSeconds;
        long began = Stopwatch.GetTimestamp();
        LoadResult sent = await MqttCommand.RunAsync(new LoadPlan(new IPEndPoint(IPAddress.Loopback, broker.Port), "raw", 4, 1, 100, seconds));
        while (subscriber.Received < sent.Sent && Stopwatch.GetElapsedTime(began).TotalSeconds < seconds + 30)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        (double rate, double used) = (subscriber.Received / Stopwatch.GetElapsedTime(began).TotalSeconds, (broker.ProcessorSeconds - processor) / subscriber.Received * 1e6);
        subscriber.Dispose();
        await receiving;
        return (rate, used);
    }

    /// <summary>Plain XADD of entries of so many bytes, many under way on one connection.</summary>
    /// <returns>Entries a second, and Redis's seconds of processor time for a million.</returns>
    public static async Task<(double Rate, double Processor)> RedisAsync(RedisServer redis, int bytes, double seconds)
    {
        byte[] payload = new byte[bytes];
        new Random(1).NextBytes(payload);
        byte[] command = [.. Encoding.ASCII.GetBytes($"*5\r\n$4\r\nXADD\r\n$3\r\nraw\r\n$1\r\n*\r\n$1\r\nb\r\n${bytes}\r\n"), .. payload, .. "\r\n"u8];
        byte[] together = [.. Enumerable.Repeat(command, UnderWay).SelectMany(c => c)];
        byte[] answers = new byte[65_536];
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, redis.Port);
        double processor = redis.ProcessorSeconds;
        long began = Stopwatch.GetTimestamp();
        long entries = 0;
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds)
        {
            Task sending = SendAsync(socket, together);

            // An answer is two lines: the length of the id, and the id.
            for (int lines = 0; lines < 2 * UnderWay;)
            {
                int read = await socket.ReceiveAsync(answers);
                lines += read > 0 ? answers.AsSpan(0, read).Count((byte)'\n') : throw new IOException("Redis closed the connection.");
            }

            await sending;
            entries += UnderWay;
        }

        return (entries / Stopwatch.GetElapsedTime(began).TotalSeconds, (redis.ProcessorSeconds - processor) / entries * 1e6);
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        for (int done = 0; done < bytes.Length;)
        {
            done += await socket.SendAsync(bytes.AsMemory(done));
        }
    }
}
