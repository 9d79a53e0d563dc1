using System.Net;
using System.Net.Sockets;

namespace TransitHub.Redis.Tests.Connection;

/// <summary>Stands between the hub and Redis, and when told to swallows what Redis answers next and cuts the connection: the call was made, and nobody knows.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly int target;
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private int cutsLeft;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">Where.</param>
    /// <param name="target">The server's port on loopback.</param>
    public CuttingProxy(int port, int target)
    {
        this.target = target;
        this.listener = new TcpListener(IPAddress.Loopback, port);
        this.listener.Start();
        this.accepting = this.AcceptAsync();
    }

    /// <summary>Swallows so many of the next answers to a script, each with its connection.</summary>
    public void Cut(int answers) => Volatile.Write(ref this.cutsLeft, answers);

    /// <summary>How many are yet to be swallowed.</summary>
    public int CutsLeft => Volatile.Read(ref this.cutsLeft);

    public async ValueTask DisposeAsync()
    {
        await this.stopping.CancelAsync();
        this.listener.Stop();
        await this.accepting;
        this.stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> relays = [];
        try
        {
            while (true)
            {
                relays.Add(this.RelayAsync(await this.listener.AcceptTcpClientAsync(this.stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, this.target, this.stopping.Token);
                using var ends = CancellationTokenSource.CreateLinkedTokenSource(this.stopping.Token);
                bool isScript = false;
                Task there = CopyAsync(client.GetStream(), server.GetStream(), bytes => Asks(bytes, ref isScript), ends);
                Task back = CopyAsync(server.GetStream(), client.GetStream(), _ => !(Volatile.Read(ref isScript) && this.TryTakeCut()), ends);
                await Task.WhenAny(there, back);
                await ends.CancelAsync();
                await Task.WhenAll(there, back);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One end is gone; the other follows.
            }
        }
    }

    private static bool Asks(ReadOnlySpan<byte> bytes, ref bool isScript)
    {
        Volatile.Write(ref isScript, Volatile.Read(ref isScript) || bytes.IndexOf("EVALSHA"u8) >= 0);
        return true;
    }

    /// <summary>Copies until an end is gone, or a piece is not to go on.</summary>
    private static async Task CopyAsync(NetworkStream from, NetworkStream to, Func<byte[], bool> mayPass, CancellationTokenSource ends)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (await from.ReadAsync(buffer, ends.Token) is > 0 and var read && mayPass(buffer[..read]))
            {
                await to.WriteAsync(buffer.AsMemory(0, read), ends.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private bool TryTakeCut()
    {
        while (this.CutsLeft is > 0 and var left)
        {
            if (Interlocked.CompareExchange(ref this.cutsLeft, left - 1, left) == left)
            {
                return true;
            }
        }

        return false;
    }
}
