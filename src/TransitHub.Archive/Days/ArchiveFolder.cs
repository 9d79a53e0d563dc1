using System.Globalization;
using NodaTime;
using TransitHub.Core.Ids;

namespace TransitHub.Archive.Days;

/// <summary>The folder of a feed's days; it need not be there yet. Days of the logs of several shards stand in it side by side.</summary>
/// <param name="path">Where.</param>
/// <param name="shard">The shard whose days these are; null: the feed has one log.</param>
public sealed class ArchiveFolder(string path, int? shard = null)
{
    private const string ShardMark = ".shard-";
    private readonly string suffix = shard is { } number ? string.Create(CultureInfo.InvariantCulture, $"{ShardMark}{number}") : string.Empty;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>A feed's, below a hub's data folder.</summary>
    public static ArchiveFolder Of(string data, FeedId feed) => Of(data, feed, new ArchiveOptions());

    /// <summary>A feed's, where the settings say.</summary>
    /// <param name="data">The hub's data folder.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="options">The operator's settings.</param>
    /// <param name="shard">The shard whose days these are; null: the feed has one log.</param>
    public static ArchiveFolder Of(string data, FeedId feed, ArchiveOptions options, int? shard = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(string.IsNullOrEmpty(options.Folder)
            ? System.IO.Path.Combine(data, feed.ToString(), "archive")
            : System.IO.Path.Combine(options.Folder, feed.ToString()), shard);
    }

    /// <summary>Where a day lies, or would.</summary>
    public string FolderOf(ArchiveDay day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return System.IO.Path.Combine(path, day.Name + this.suffix);
    }

    /// <summary>Whether a day is there as a whole.</summary>
    public bool Has(ArchiveDay day) => File.Exists(System.IO.Path.Combine(this.FolderOf(day), ArchiveFormat.ManifestName));

    /// <summary>The days that are there as a whole, the oldest first; what else lies in the folder is passed over.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<(LocalDate Date, string Folder)> ListDays() => [.. this.ListAll().Where(d => d.Suffix == this.suffix).Select(d => (d.Date, d.Folder)).OrderBy(d => d.Date)];

    /// <summary>The days of all logs, the oldest first, each with the folders of its shards in a fixed order.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<(LocalDate Date, IReadOnlyList<string> Folders)> ListDaysOfAllShards() =>
    [
        .. this.ListAll().GroupBy(d => d.Date).OrderBy(g => g.Key).Select(g =>
            (g.Key, (IReadOnlyList<string>)[.. g.OrderBy(d => d.Suffix.Length).ThenBy(d => d.Suffix, StringComparer.Ordinal).Select(d => d.Folder)])),
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
                File.WriteAllText(this.RemovedFile, date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture) + "\n");
            }
        }
    }

    private string RemovedFile => System.IO.Path.Combine(path, "removed-through" + this.suffix);

    private IEnumerable<(LocalDate Date, string Suffix, string Folder)> ListAll()
    {
        foreach (string folder in Directory.Exists(path) ? Directory.EnumerateDirectories(path) : [])
        {
            string name = System.IO.Path.GetFileName(folder);
            int end = name.IndexOf(ShardMark, StringComparison.Ordinal) is > 0 and var at ? at : name.Length;
            bool isShard = end == name.Length || int.TryParse(name.AsSpan(end + ShardMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);
            if (isShard && ArchiveDay.TryParse(name[..end], out LocalDate date) && File.Exists(System.IO.Path.Combine(folder, ArchiveFormat.ManifestName)))
            {
                yield return (date, name[end..], folder);
            }
        }
    }
}
