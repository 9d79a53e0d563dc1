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

    private readonly Stream _source;
    private readonly BlockingCollection<(byte[] Bytes, int Length)> _full = new(Buffers);
    private readonly BlockingCollection<byte[]> _empty = new(Buffers);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reader;
    private (byte[] Bytes, int Length) _current;
    private int _used;

    public ReadAheadStream(Stream source)
    {
        _source = source;
        for (var at = 0; at < Buffers; at++)
        {
            _empty.Add(new byte[BufferBytes]);
        }

        _reader = Task.Factory.StartNew(
            ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override int Read(Span<byte> buffer)
    {
        if (_used == _current.Length)
        {
            if (_current.Bytes is { } done)
            {
                _empty.Add(done);
                _current = default;
            }

            _used = 0;
            if (!_full.TryTake(out _current, Timeout.Infinite))
            {
                _current = default;
                _reader.GetAwaiter().GetResult(); // throws what the other thread met
                return 0;
            }
        }

        var length = Math.Min(buffer.Length, _current.Length - _used);
        _current.Bytes.AsSpan(_used, length).CopyTo(buffer);
        _used += length;
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            ((IAsyncResult)_reader).AsyncWaitHandle.WaitOne();
            _ = _reader.Exception; // observed: whoever reads to the end has had it thrown
            _source.Dispose();
            _full.Dispose();
            _empty.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAll()
    {
        try
        {
            while (true)
            {
                var bytes = _empty.Take(_stop.Token);
                var length = _source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                if (length == 0)
                {
                    return;
                }

                _full.Add((bytes, length), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The consumer has no more use for the rest.
        }
        finally
        {
            _full.CompleteAdding();
        }
    }
}
