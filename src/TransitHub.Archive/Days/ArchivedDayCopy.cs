namespace TransitHub.Archive.Days;

/// <summary>Copies a day of an archive elsewhere, all or nothing.</summary>
public static class ArchivedDayCopy
{
    /// <summary>Whether a folder is a day as a whole.</summary>
    public static bool IsDay(string folder) => File.Exists(Path.Combine(folder, ArchiveFormat.ManifestName));

    /// <summary>Copies it, after it was held against its checksums.</summary>
    /// <param name="day">The day's folder.</param>
    /// <param name="target">The copy's folder; a day that is there is replaced once the copy is whole.</param>
    /// <param name="cancellation">Ends the work; nothing is left of it then.</param>
    /// <returns>What the day holds.</returns>
    /// <exception cref="ArchiveException">A part of the day is missing or damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task<DayManifest> CopyAsync(string day, string target, CancellationToken cancellation)
    {
        DayManifest manifest = DayManifest.Read(day);
        await WholeFolder.WriteAsync(target, async next =>
        {
            foreach (DayFile file in manifest.Files)
            {
                string path = Path.Combine(day, file.Name);
                await DayCheck.ThrowIfDamagedAsync(path, manifest, cancellation).ConfigureAwait(false);
                File.Copy(path, Path.Combine(next, file.Name));
            }

            File.Copy(Path.Combine(day, ArchiveFormat.ManifestName), Path.Combine(next, ArchiveFormat.ManifestName));
            return manifest;
        }).ConfigureAwait(false);
        return manifest;
    }
}
