namespace TransitHub.Archive.Days;

/// <summary>Holds the files of a day against what was written.</summary>
internal static class DayCheck
{
    /// <summary>Throws when a file is missing or not as it was written; one that the day does not list is passed over.</summary>
    /// <exception cref="ArchiveException">The message says what to do.</exception>
    public static async Task ThrowIfDamagedAsync(string path, DayManifest manifest, CancellationToken cancellation)
    {
        const string Remedy = "or remove the day's folder, and the hub makes it anew while its log has the day.";
        if (manifest.Files.FirstOrDefault(f => f.Name == Path.GetFileName(path)) is not { } file)
        {
            return;
        }

        if (!File.Exists(path))
        {
            throw new ArchiveException($"{path} is missing: {file.Rows} rows of {manifest.Day} are not there. Put it back from a copy; {Remedy}");
        }

        if (await FileChecksum.OfAsync(path, cancellation).ConfigureAwait(false) != file.Xxh3)
        {
            throw new ArchiveException($"{path} is not as it was written: its checksum is not the one in {ArchiveFormat.ManifestName}. Take it from a copy; {Remedy}");
        }
    }
}
