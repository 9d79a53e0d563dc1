namespace TransitHub.Server.Statics;

/// <summary>When a file, or the newest of a folder, was written, and how long all are: tells whether there is something new without reading it.</summary>
/// <param name="Written">When, universal time.</param>
/// <param name="Bytes">How long.</param>
internal readonly record struct SourceStamp(DateTime Written, long Bytes)
{
    private const int MaxFiles = 1000;

    /// <summary>The stamp of a path; default: there is nothing, as while something replaces it.</summary>
    public static SourceStamp Of(string path)
    {
        if (File.Exists(path))
        {
            FileInfo file = new(path);
            return new SourceStamp(file.LastWriteTimeUtc, file.Length);
        }

        if (!Directory.Exists(path))
        {
            return default;
        }

        FileInfo[] files = [.. new DirectoryInfo(path).EnumerateFiles().Take(MaxFiles)];
        return files.Length == 0 ? default : new SourceStamp(files.Max(f => f.LastWriteTimeUtc), files.Sum(f => f.Length));
    }
}
