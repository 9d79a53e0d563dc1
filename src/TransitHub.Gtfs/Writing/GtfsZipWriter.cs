using System.IO.Compression;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Sources;

namespace TransitHub.Gtfs.Writing;

/// <summary>
/// Writes a feed as a zip that depends on its content alone: files in the reference's order and then by name, one fixed
/// time stamp, the GTFS tables in canonical CSV, every other file byte for byte. Nothing is lost: unknown files, columns
/// and values stay. Files stream through, so the memory in use does not grow with the feed.
/// </summary>
public static class GtfsZipWriter
{
    /// <summary>
    /// Writes the feed in a zip or folder to <paramref name="destination"/>, which need not seek. Throws
    /// <see cref="InvalidDataException"/>, which names the file, if the source cannot be read to its end, and
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> as the file system does.
    /// </summary>
    public static void Write(string sourcePath, Stream destination, CancellationToken cancellationToken = default)
    {
        var notices = new NoticeList();
        using var source = FeedSource.Open(sourcePath, notices);
        if (source.Entries.Count == 0)
        {
            throw new InvalidDataException(notices.Count > 0 ? notices[0].Message : "There is no file in the zip or folder.");
        }

        Write(source, destination, cancellationToken);
    }

    /// <summary>Writes the feed of an open source; throws like the other overload.</summary>
    public static void Write(FeedSource source, Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries.OrderBy(entry => GtfsFiles.Rank(entry.Name)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var to = CanonicalZip.Begin(zip, entry.Name);
            using var from = source.OpenEntry(entry);
            try
            {
                Copy(entry, from, to, cancellationToken);
            }
            catch (InvalidDataException problem)
            {
                throw new InvalidDataException($"{entry.Name} cannot be read to its end: {problem.Message.TrimEnd('.')}. Fetch or zip the feed again.", problem);
            }
        }
    }

    private static void Copy(FeedEntry entry, Stream from, Stream to, CancellationToken cancellation)
    {
        var blocks = new BlockWriter(to);
        if (GtfsFiles.IsKnown(entry.Name) && entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
        {
            CanonicalCsv.Copy(from, blocks, cancellation);
        }
        else
        {
            blocks.AddAll(from);
        }

        blocks.Flush();
    }
}
