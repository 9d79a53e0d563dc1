using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Sources;

internal sealed class FolderFeedSource : FeedSource
{
    private readonly string folder;

    public FolderFeedSource(string folder, NoticeList notices)
    {
        this.folder = folder;
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 };
        var files = Directory.EnumerateFiles(folder, "*", options)
            .Take(MaxEntries)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'), File: file))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select((file, number) => new FeedEntry(file.Name, file.Name, new FileInfo(file.File).Length) { Number = number });
        Entries = FeedRoot.Apply([.. files], notices);
    }

    public override Stream OpenEntry(FeedEntry entry) =>
        new FileStream(Path.Combine(this.folder, entry.SourceName), FileMode.Open, FileAccess.Read, FileShare.Read, 1);
}
