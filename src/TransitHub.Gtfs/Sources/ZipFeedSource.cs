using System.IO.Compression;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Sources;

internal sealed class ZipFeedSource : FeedSource
{
    private readonly ZipArchive zip;
    private readonly List<ZipArchiveEntry> files;

    public ZipFeedSource(ZipArchive zip, NoticeList notices)
    {
        this.zip = zip;
        this.files = [.. zip.Entries.Where(entry => !IsFolder(entry) && !IsResourceFork(entry)).Take(MaxEntries)];
        Entries = FeedRoot.Apply(
            [.. this.files.Select((file, number) => new FeedEntry(file.FullName, file.FullName, file.Length) { Number = number })],
            notices);
    }

    public override Stream OpenEntry(FeedEntry entry)
    {
        var file = this.files[entry.Number];
        return new CheckedStream(file.Open(), file.Length, file.Crc32);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.zip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\');

    /// <summary>macOS adds a shadow file to each file it zips; it is no part of the feed.</summary>
    private static bool IsResourceFork(ZipArchiveEntry entry) => entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);
}
