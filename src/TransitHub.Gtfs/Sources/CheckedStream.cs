using System.IO.Hashing;

namespace TransitHub.Gtfs.Sources;

/// <summary>Holds what comes out of a zip against the length and checksum that the zip states for it.</summary>
internal sealed class CheckedStream(Stream inner, long length, uint checksum) : ReadOnlyStream
{
    private readonly Crc32 crc = new();
    private long read;
    private bool ended;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (count > 0)
        {
            this.crc.Append(buffer[..count]);
            this.read += count;
        }
        else if (buffer.Length > 0 && !this.ended)
        {
            this.ended = true;
            if (this.read != length)
            {
                throw new InvalidDataException($"{this.read} of {length} bytes could be unpacked");
            }

            if (this.crc.GetCurrentHashAsUInt32() != checksum)
            {
                throw new InvalidDataException("the checksum of the unpacked bytes is wrong");
            }
        }

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
