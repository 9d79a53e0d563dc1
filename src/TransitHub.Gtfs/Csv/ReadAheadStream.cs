using System.Collections.Concurrent;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Csv;

/// <summary>
/// Reads a stream on another thread into a few buffers, so that inflating runs beside parsing. Bounded: when the parser
/// is behind, the other thread waits.
/// </summary>
internal sealed class ReadAheadStream : ReadOnlyStream
{
    private const int Buffers = 4;
    private const int BufferBytes = 1 << 18;

    private readonly Stream source;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> full = new(Buffers);
    private readonly BlockingCollection<byte[]> empty = new(Buffers);
    private readonly CancellationTokenSource stop = new();
    private readonly Task reader;
    private (byte[] Bytes, int Length) current;
    private int used;

    public ReadAheadStream(Stream source)
    {
        this.source = source;
        for (var at = 0; at < Buffers; at++)
        {
            this.empty.Add(new byte[BufferBytes]);
        }

        this.reader = Task.Factory.StartNew(
            ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (this.used == this.current.Length)
        {
            if (this.current.Bytes is { } done)
            {
                this.empty.Add(done);
                this.current = default;
            }

            this.used = 0;
            if (!this.full.TryTake(out this.current, Timeout.Infinite))
            {
                this.current = default;
                this.reader.GetAwaiter().GetResult(); // throws what the other thread met
                return 0;
            }
        }

        var length = Math.Min(buffer.Length, this.current.Length - this.used);
        this.current.Bytes.AsSpan(this.used, length).CopyTo(buffer);
        this.used += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.stop.Cancel();
            ((IAsyncResult)this.reader).AsyncWaitHandle.WaitOne();
            _ = this.reader.Exception; // observed: whoever reads to the end has had it thrown
            this.source.Dispose();
            this.full.Dispose();
            this.empty.Dispose();
            this.stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAll()
    {
        try
        {
            while (true)
            {
                var bytes = this.empty.Take(this.stop.Token);
                var length = this.source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                if (length == 0)
                {
                    return;
                }

                this.full.Add((bytes, length), this.stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The consumer has no more use for the rest.
        }
        finally
        {
            this.full.CompleteAdding();
        }
    }
}
