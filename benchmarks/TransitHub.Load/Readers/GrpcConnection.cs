using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TransitHub.Load.Readers;

/// <summary>
/// One HTTP/2 connection with the gRPC streams of its readers, written by hand so that thousands of readers cost little beside the hub that is measured. A reader that
/// stalls on a connection it shares is given no more room by its window, as a gateway does whose app takes nothing; alone it leaves the socket unread.
/// </summary>
internal sealed class GrpcConnection(IPEndPoint target, IReadOnlyList<StreamReader> readers, PacedSocket pace)
{
    private const int Window = 1 << 20;
    private const int EndOfStream = 0x1;
    private const int Acknowledged = 0x1;
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private readonly Stream[] streams = [.. readers.Select(r => new Stream(r))];
    private byte[] received = new byte[64 * 1024];
    private Socket socket = null!;
    private int unsaid;

    /// <summary>Asks for all streams and reads until it is told to stop or the hub ends it.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using Socket connected = pace.Create();
        this.socket = connected;
        await connected.ConnectAsync(target, cancellation);
        MemoryStream asking = new();
        asking.Write(Preface);
        WriteFrame(asking, 0x4, 0, 0, [0, 4, 0, (byte)(Window >> 16), 0, 0]);
        WriteFrame(asking, 0x8, 0, 0, Number(16 * Window));
        byte[] headers = Headers(target.ToString());
        for (int i = 0; i < this.streams.Length; i++)
        {
            WriteFrame(asking, 0x1, 0x4, IdOf(i), headers);
            WriteFrame(asking, 0x0, EndOfStream, IdOf(i), readers[i].RequestBytes());
        }

        await connected.SendAsync(asking.ToArray(), cancellation);
        int held = 0;
        while (true)
        {
            Memory<byte> room = await pace.AwaitRoomAsync(this.received.AsMemory(held), cancellation);
            int read = await connected.ReceiveAsync(room, cancellation);
            if (read == 0)
            {
                break;
            }

            held += read;
            int used = await this.TakeFramesAsync(held, cancellation);
            this.received.AsSpan(used, held - used).CopyTo(this.received);
            held -= used;
        }

        Array.ForEach(this.streams, s => s.End());
    }

    private static int IdOf(int stream) => (2 * stream) + 1;

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static void WriteFrame(MemoryStream into, byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        into.Write([(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags]);
        into.Write(Number(stream));
        into.Write(payload);
    }

    /// <summary>HPACK without its table and without Huffman's code.</summary>
    private static byte[] Headers(string authority)
    {
        MemoryStream block = new();
        foreach ((string name, string value) in ((string, string)[])
            [(":method", "POST"), (":scheme", "http"), (":path", "/transithub.v1.TransitHub/Watch"), (":authority", authority), ("content-type", "application/grpc"), ("te", "trailers")])
        {
            block.WriteByte(0);
            block.WriteByte((byte)name.Length);
            block.Write(Encoding.ASCII.GetBytes(name));
            block.WriteByte((byte)value.Length);
            block.Write(Encoding.ASCII.GetBytes(value));
        }

        return block.ToArray();
    }

    private async ValueTask<int> TakeFramesAsync(int held, CancellationToken cancellation)
    {
        int at = 0;
        MemoryStream? answers = null;
        while (held - at >= 9)
        {
            int length = (this.received[at] << 16) | (this.received[at + 1] << 8) | this.received[at + 2];
            if (held - at < 9 + length)
            {
                if (this.received.Length < 9 + length)
                {
                    Array.Resize(ref this.received, 9 + length);
                }

                break;
            }

            this.TakeFrame(this.received[at + 3], this.received[at + 4], BinaryPrimitives.ReadInt32BigEndian(this.received.AsSpan(at + 5)), this.received.AsSpan(at + 9, length), ref answers);
            at += 9 + length;
        }

        if (answers is not null)
        {
            await this.socket.SendAsync(answers.ToArray(), cancellation);
        }

        return at;
    }

    private void TakeFrame(byte type, byte flags, int id, ReadOnlySpan<byte> payload, ref MemoryStream? answers)
    {
        Stream? stream = id > 0 && id / 2 < this.streams.Length ? this.streams[id / 2] : null;
        switch (type)
        {
            case 0x0 when stream is not null:
                stream.Take(payload);
                this.unsaid += payload.Length;
                if (this.unsaid > Window)
                {
                    WriteFrame(answers ??= new MemoryStream(), 0x8, 0, 0, Number(this.unsaid));
                    this.unsaid = 0;
                }

                if (stream.Room(Window / 2) is > 0 and int room && stream.Reader.Pace != ReadingPace.Stalled)
                {
                    WriteFrame(answers ??= new MemoryStream(), 0x8, 0, id, Number(room));
                }

                break;
            case 0x3:
                stream?.End();
                break;
            case 0x4 when (flags & Acknowledged) == 0:
                WriteFrame(answers ??= new MemoryStream(), 0x4, Acknowledged, 0, []);
                break;
            case 0x6 when (flags & Acknowledged) == 0:
                WriteFrame(answers ??= new MemoryStream(), 0x6, Acknowledged, 0, payload);
                break;
        }

        if (type is 0x0 or 0x1 && (flags & EndOfStream) != 0)
        {
            stream?.End();
        }
    }

    /// <summary>One stream: puts messages together.</summary>
    private sealed class Stream(StreamReader reader)
    {
        private byte[] message = [];
        private int length;
        private int unsaid;
        private bool hasEnded;

        public StreamReader Reader => reader;

        /// <summary>Bytes for which the hub should be given room again; 0: not yet.</summary>
        public int Room(int from)
        {
            int room = this.unsaid < from ? 0 : this.unsaid;
            this.unsaid -= room;
            return room;
        }

        public void End()
        {
            reader.Ended += this.hasEnded ? 0 : 1;
            this.hasEnded = true;
        }

        public void Take(ReadOnlySpan<byte> data)
        {
            reader.Read(data.Length);
            this.unsaid += data.Length;
            if (this.length == 0)
            {
                while (data.Length >= 5 && data.Length >= 5 + BinaryPrimitives.ReadInt32BigEndian(data[1..]))
                {
                    int whole = 5 + BinaryPrimitives.ReadInt32BigEndian(data[1..]);
                    reader.TakeMessage(data[5..whole]);
                    data = data[whole..];
                }
            }

            if (data.IsEmpty)
            {
                return;
            }

            if (this.message.Length < this.length + data.Length)
            {
                Array.Resize(ref this.message, Math.Max(2 * this.message.Length, this.length + data.Length));
            }

            data.CopyTo(this.message.AsSpan(this.length));
            this.length += data.Length;
            this.TakeWhole();
        }

        private void TakeWhole()
        {
            int at = 0;
            while (this.length - at >= 5)
            {
                int whole = 5 + BinaryPrimitives.ReadInt32BigEndian(this.message.AsSpan(at + 1));
                if (this.length - at < whole)
                {
                    break;
                }

                reader.TakeMessage(this.message.AsSpan(at + 5, whole - 5));
                at += whole;
            }

            this.message.AsSpan(at, this.length - at).CopyTo(this.message);
            this.length -= at;
        }
    }
}
