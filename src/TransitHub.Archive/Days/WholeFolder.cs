namespace TransitHub.Archive.Days;

/// <summary>Writes a folder beside and moves it into place, so that nobody ever sees a part of it.</summary>
internal static class WholeFolder
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">Where it will be; one that is there stays until the new one is whole, and is replaced then.</param>
    /// <param name="write">Fills the folder that it is given; null: there is nothing to write, and everything stays as it is.</param>
    /// <exception cref="IOException">The folder cannot be written; nothing is left of the new one.</exception>
    public static async Task<DayManifest?> WriteAsync(string folder, Func<string, Task<DayManifest?>> write)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string next = folder + ".new";
        RemoveIfThere(next);
        Directory.CreateDirectory(next);
        try
        {
            DayManifest? manifest = await write(next).ConfigureAwait(false);
            if (manifest is not null)
            {
                RemoveIfThere(folder);
                Directory.Move(next, folder);
            }

            return manifest;
        }
        finally
        {
            RemoveIfThere(next);
        }
    }

    private static void RemoveIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
