using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Csv;

/// <summary>A stream whose first bytes were already taken from it to look at them.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> prefix = prefix;

    public override int Read(Span<byte> buffer)
    {
        if (this.prefix.IsEmpty)
        {
            return rest.Read(buffer);
        }

        var length = Math.Min(buffer.Length, this.prefix.Length);
        this.prefix.Span[..length].CopyTo(buffer);
        this.prefix = this.prefix[length..];
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
