using TransitHub.Core.Storage.Segments;

namespace TransitHub.Core.Tests.Storage;

/// <summary>A disk that fails when told to: it writes a part only, or cannot flush.</summary>
internal sealed class FaultySegmentFile(string path) : SegmentFile(path)
{
    /// <summary>Bytes the disk still takes; a write beyond them is cut and fails.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Runs before each flush and may throw.</summary>
    public Action? BeforeFlush { get; init; }

    /// <summary>False: a flush does nothing.</summary>
    public bool Flushes { get; init; } = true;

    public override void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        int fits = (int)Math.Min(bytes.Length, this.Room);
        base.Write(bytes[..fits], offset);
        this.Room -= fits;
        if (fits < bytes.Length)
        {
            throw new IOException("No space left on device");
        }
    }

    public override void FlushToDisk()
    {
        this.BeforeFlush?.Invoke();
        if (this.Flushes)
        {
            base.FlushToDisk();
        }
    }
}
