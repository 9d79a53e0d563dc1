using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Readers;

/// <summary>One reader of <c>/v1/stream</c> over HTTP/1.1, as a browser has it.</summary>
internal sealed class SseConnection(IPEndPoint target, StreamReader reader, PacedSocket pace)
{
    private byte[] received = new byte[16 * 1024];

    /// <summary>Asks and reads until it is told to stop or the hub ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using Socket socket = pace.Create();
        await socket.ConnectAsync(target, cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {reader.RequestPath()} HTTP/1.1\r\nHost: {target}\r\nAccept: text/event-stream\r\n\r\n"), cancellation);
        int held = 0;
        int searched = 0;
        while (true)
        {
            if (held == this.received.Length)
            {
                Array.Resize(ref this.received, 2 * held);
            }

            Memory<byte> room = await pace.AwaitRoomAsync(this.received.AsMemory(held), cancellation);
            int read = await socket.ReceiveAsync(room, cancellation);
            if (read == 0)
            {
                break;
            }

            held += read;
            reader.Read(read);
            int used = 0;
            for (int end; (end = this.received.AsSpan(searched, held - searched).IndexOf("\n\n"u8)) >= 0;)
            {
                reader.TakeText(this.received.AsSpan(used, searched + end - used));
                used = searched = searched + end + 2;
            }

            this.received.AsSpan(used, held - used).CopyTo(this.received);
            held -= used;
            searched = Math.Max(0, held - 1);
        }

        reader.Ended++;
    }
}
