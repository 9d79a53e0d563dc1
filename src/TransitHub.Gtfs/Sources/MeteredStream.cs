using System.IO.Hashing;

namespace TransitHub.Gtfs.Sources;

/// <summary>Hashes and counts the bytes that pass, and stops at a bound.</summary>
internal sealed class MeteredStream(Stream inner, long maxBytes, Action<int> passed) : ReadOnlyStream
{
    private readonly XxHash128 hash = new();
    private long read;

    public UInt128 Hash => this.hash.GetCurrentHashAsUInt128();

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        this.hash.Append(buffer[..count]);
        this.read += count;
        if (this.read > maxBytes)
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
