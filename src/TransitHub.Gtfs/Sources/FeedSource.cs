using System.IO.Compression;
using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Sources;

/// <summary>The files of a feed, in a zip or in a folder. One file can be open at a time.</summary>
public abstract class FeedSource : IDisposable
{
    /// <summary>Files in a feed beyond which the rest is ignored: the reference knows about 35 names, and a folder named by mistake may hold a million.</summary>
    public const int MaxEntries = 10_000;

    /// <summary>The files, sorted by name.</summary>
    public IReadOnlyList<FeedEntry> Entries { get; private protected set; } = [];

    /// <summary>
    /// Opens a zip or folder. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> if the path
    /// cannot be read; anything else that is wrong becomes a notice, and the source then has no files.
    /// </summary>
    public static FeedSource Open(string path, NoticeList notices)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(notices);
        if (Directory.Exists(path))
        {
            return new FolderFeedSource(path, notices);
        }

        return OpenZip(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), notices);
    }

    /// <summary>Opens a zip in a stream that can seek, and takes the stream over.</summary>
    public static FeedSource OpenZip(Stream zip, NoticeList notices)
    {
        ArgumentNullException.ThrowIfNull(zip);
        ArgumentNullException.ThrowIfNull(notices);
        if (zip.Length == 0)
        {
            notices.Add(new Notice("empty_file", NoticeSeverity.Error, "", 0, null, null,
                "The file has no bytes. Fetch or export the GTFS zip again."));
        }
        else
        {
            try
            {
                return new ZipFeedSource(new ZipArchive(zip, ZipArchiveMode.Read), notices);
            }
            catch (InvalidDataException problem)
            {
                notices.Add(new Notice("unreadable_zip", NoticeSeverity.Error, "", 0, null, null,
                    $"The file is no zip, or its end is missing ({problem.Message.TrimEnd('.')}). Fetch it again and compare its size with the source's."));
            }
        }

        zip.Dispose();
        return new NoFeedSource();
    }

    /// <summary>Opens a file of the feed for reading from its start.</summary>
    public abstract Stream OpenEntry(FeedEntry entry);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what is open.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    private sealed class NoFeedSource : FeedSource
    {
        public override Stream OpenEntry(FeedEntry entry) => throw new ArgumentException("There is no such file.", nameof(entry));
    }
}
