using System.IO.Compression;

namespace TransitHub.Gtfs.Writing;

/// <summary>A zip that depends on what is put into it alone.</summary>
internal static class CanonicalZip
{
    /// <summary>The earliest time that a zip can state; a feed's own dates are in feed_info.txt and calendar.txt.</summary>
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A plain file that its owner may write and all may read.</summary>
    private const int Attributes = 0x81A4 << 16;

    /// <summary>Begins a file; write it in blocks of one size (<see cref="BlockWriter"/>).</summary>
    public static Stream Begin(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Stamp;
        entry.ExternalAttributes = Attributes;
        return entry.Open();
    }
}
