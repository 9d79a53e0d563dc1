using System.Diagnostics;
using System.Net;
using TransitHub.Load.Cameras;

namespace TransitHub.Load.Scaled;

/// <summary>Publishes positions of a city's vehicles in turn, evenly at a rate, over a few connections of gateways or devices.</summary>
/// <param name="city">Whose vehicles.</param>
/// <param name="feed">The feed in the topics.</param>
/// <param name="connections">Connections at a time.</param>
/// <param name="batch">Positions in a message; 1: each on its vehicle's topic, more: on the gateway's.</param>
internal sealed class ObservationSender(LoadCity city, string feed, int connections, int batch) : IDisposable
{
    private readonly PublishConnection[] connections = [.. Enumerable.Range(0, connections).Select(i => new PublishConnection(i))];
    private readonly PositionWriter writer = new(city, feed);
    private Task[] receiving = [];
    private long messages;
    private long sent;

    /// <summary>Positions sent.</summary>
    public long Sent => Volatile.Read(ref this.sent);

    /// <summary>Positions that the broker acknowledged.</summary>
    public long Acknowledged => this.connections.Sum(c => c.Acknowledged) * batch;

    public async Task ConnectAsync(int port)
    {
        foreach (PublishConnection connection in this.connections)
        {
            await connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        }

        this.receiving = [.. this.connections.Select(c => c.ReceiveAsync())];
    }

    /// <summary>Sends until the time is up. What a full window held back is not made up for.</summary>
    /// <param name="rate">Positions a second.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(double rate, double seconds, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        double last = 0;
        double due = 0;
        for (double elapsed = 0; elapsed < seconds; elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds)
        {
            due = Math.Min(due + ((elapsed - last) * rate / batch), rate / batch);
            last = elapsed;
            long unixMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            for (int held = 0; due >= 1 && held < this.connections.Length;)
            {
                PublishConnection connection = this.connections[this.messages % this.connections.Length];
                this.messages++;
                if (!connection.HasRoom)
                {
                    held++;
                    continue;
                }

                (ReadOnlyMemory<byte> topic, ReadOnlyMemory<byte> payload) = this.writer.Write(this.sent, batch, unixMilliseconds);
                connection.Add(topic.Span, payload.Span);
                Volatile.Write(ref this.sent, this.sent + batch);
                (due, held) = (due - 1, 0);
            }

            foreach (PublishConnection connection in this.connections)
            {
                await connection.FlushAsync();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, cancellation);
        }
    }

    public void Dispose()
    {
        Array.ForEach(this.connections, c => c.Dispose());
        Task.WaitAll(this.receiving);
    }
}
