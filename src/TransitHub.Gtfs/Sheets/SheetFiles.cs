using System.Reflection;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Files that sheets are read from, by path with forward slashes: a folder, resources of an assembly, or texts.</summary>
public sealed class SheetFiles
{
    /// <summary>Files of a folder: a large city has some hundreds.</summary>
    public const int MaxFiles = 10_000;

    private readonly Func<string, Stream> open;
    private readonly HashSet<string> known;

    /// <summary>Makes a set of files whose bytes <paramref name="open"/> gives; the caller of it closes the stream.</summary>
    public SheetFiles(IEnumerable<string> paths, Func<string, Stream> open)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(open);
        Paths = [.. paths.Order(StringComparer.Ordinal)];
        this.known = new HashSet<string>(Paths, StringComparer.Ordinal);
        this.open = open;
    }

    /// <summary>The paths in ordinal order, whatever the order of the source.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>
    /// The files of a folder, up to three levels down. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> if it cannot be listed or has more than <see cref="MaxFiles"/>.
    /// </summary>
    public static SheetFiles OfFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = false };
        var paths = Directory.EnumerateFiles(folder, "*", options)
            .Take(MaxFiles + 1)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .ToList();
        if (paths.Count > MaxFiles)
        {
            throw new IOException($"The folder holds more than {MaxFiles} files: it is not one of sheets.");
        }

        return new SheetFiles(paths, path => new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read));
    }

    /// <summary>
    /// Resources of an assembly whose logical names start with <paramref name="prefix"/>; what follows it is the path.
    /// </summary>
    public static SheetFiles OfResources(Assembly assembly, string prefix)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(prefix);
        var paths = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..]);
        return new SheetFiles(paths, path => assembly.GetManifestResourceStream(prefix + path)
            ?? throw new FileNotFoundException($"There is no resource {prefix}{path}.", path));
    }

    /// <summary>Texts by path.</summary>
    public static SheetFiles OfTexts(IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return new SheetFiles(texts.Keys, path => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(texts[path])));
    }

    /// <summary>Whether there is a file of this path; upper and lower case differ.</summary>
    public bool Has(string path) => this.known.Contains(path);

    /// <summary>Opens a file; throws <see cref="FileNotFoundException"/> if it is not in the set.</summary>
    public Stream Open(string path) =>
        Has(path) ? this.open(path) : throw new FileNotFoundException($"There is no file {path} among the sheets.", path);
}
