using System.IO.Hashing;

namespace TransitHub.Gtfs.Sources;

/// <summary>Holds what comes out of a zip against the length and checksum that the zip states for it.</summary>
internal sealed class CheckedStream(Stream inner, long length, uint checksum) : ReadOnlyStream
{
    private readonly Crc32 _crc = new();
    private long _read;
    private bool _ended;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        if (count > 0)
        {
            _crc.Append(buffer[..count]);
            _read += count;
        }
        else if (buffer.Length > 0 && !_ended)
        {
            _ended = true;
            if (_read != length)
            {
                throw new InvalidDataException($"{_read} of {length} bytes could be unpacked");
            }

            if (_crc.GetCurrentHashAsUInt32() != checksum)
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
