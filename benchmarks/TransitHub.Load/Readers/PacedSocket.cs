using System.Net.Sockets;

namespace TransitHub.Load.Readers;

/// <summary>How fast a connection is read.</summary>
internal sealed class PacedSocket(ReadingPace pace)
{
    private const int SmallBuffer = 16 * 1024;
    private const int SlowBytes = 40_000;

    public Socket Create()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (pace != ReadingPace.AtOnce)
        {
            // Otherwise the system's own buffer takes in megabytes for who reads nothing.
            socket.ReceiveBufferSize = SmallBuffer;
        }

        return socket;
    }

    /// <summary>Waits until the pace allows to read, and says into how much.</summary>
    public async ValueTask<Memory<byte>> AwaitRoomAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        switch (pace)
        {
            case ReadingPace.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
                return buffer[..Math.Min(buffer.Length, SlowBytes)];
            case ReadingPace.Trickling:
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellation);
                return buffer[..Math.Min(buffer.Length, 20)];
            case ReadingPace.Stalled:
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                return buffer;
            default:
                return buffer;
        }
    }
}
