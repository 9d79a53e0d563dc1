using System.IO.Hashing;

namespace TransitHub.Gtfs.Sources;

/// <summary>Hashes and counts the bytes that pass, and stops at a bound.</summary>
internal sealed class MeteredStream(Stream inner, long maxBytes, Action<int> passed) : ReadOnlyStream
{
    private readonly XxHash128 _hash = new();
    private long _read;

    public UInt128 Hash => _hash.GetCurrentHashAsUInt128();

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.Append(buffer[..count]);
        _read += count;
        if (_read > maxBytes)
        {
            throw new InvalidDataException($"it is larger than the {maxBytes} bytes that ScheduleReadOptions.MaxFileBytes allows");
        }

        passed(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
