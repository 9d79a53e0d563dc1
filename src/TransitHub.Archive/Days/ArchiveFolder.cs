using NodaTime;
using TransitHub.Core.Ids;

namespace TransitHub.Archive.Days;

/// <summary>The folder of a feed's days; it need not be there yet.</summary>
/// <param name="path">Where.</param>
public sealed class ArchiveFolder(string path)
{
    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>A feed's, below a hub's data folder.</summary>
    public static ArchiveFolder Of(string data, FeedId feed) => new(System.IO.Path.Combine(data, feed.ToString(), "archive"));

    /// <summary>Where a day lies, or would.</summary>
    public string FolderOf(ArchiveDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return System.IO.Path.Combine(path, day.Name);
    }

    /// <summary>Whether a day is there as a whole.</summary>
    public bool Has(ArchiveDay day) => File.Exists(System.IO.Path.Combine(this.FolderOf(day), ArchiveFormat.ManifestName));

    /// <summary>The days that are there as a whole, the oldest first; what else lies in the folder is passed over.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<(LocalDate Date, string Folder)> ListDays() => !Directory.Exists(path) ? [] :
    [
        .. Directory.EnumerateDirectories(path)
            .Where(folder => File.Exists(System.IO.Path.Combine(folder, ArchiveFormat.ManifestName)))
            .Select(folder => (IsDay: ArchiveDay.TryParse(System.IO.Path.GetFileName(folder), out LocalDate date), Date: date, Folder: folder))
            .Where(day => day.IsDay)
            .Select(day => (day.Date, day.Folder))
            .OrderBy(day => day.Date),
    ];

    /// <summary>The last day that the limits have removed: neither it nor one before it is made anew, though the log may still have it. Null: none yet.</summary>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    internal LocalDate? RemovedThrough
    {
        get => File.Exists(this.RemovedFile) && ArchiveDay.TryParse(File.ReadAllText(this.RemovedFile).Trim(), out LocalDate date) ? date : null;
        set
        {
            if (value is { } date && !(date <= this.RemovedThrough))
            {
                File.WriteAllText(this.RemovedFile, date.ToString("uuuu-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + "\n");
            }
        }
    }

    private string RemovedFile => System.IO.Path.Combine(path, "removed-through");
}
