namespace TransitHub.Server.Security;

/// <summary>Files that only their owner may read, and that are replaced as a whole: whoever reads one finds it before or after a change.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>When it was last written and how long it is, which is another with each change; a length of -1: there is none.</summary>
    public static (DateTime WrittenAt, long Length) Stamp(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
    }

    /// <summary>Keeps others from changing it, in this process and in others, until the answer is disposed of.</summary>
    /// <exception cref="IOException">Another one is at it.</exception>
    public static FileStream Lock(string path) => Open(path + ".lock", FileMode.OpenOrCreate);

    /// <summary>Opens it for writing, for nobody else meanwhile; made for its owner's eyes where it is not there.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerAlone;
        }

        return new FileStream(path, options);
    }

    /// <summary>Puts another in its place, on the disk when it returns. Its folder is there, and the caller holds <see cref="Lock"/>.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="write">Writes the new one.</param>
    /// <param name="beforehand">Done when the new one is written and before it counts; null: nothing.</param>
    public static void Replace(string path, Action<Stream> write, Action? beforehand = null)
    {
        using (FileStream next = Open(path + ".new", FileMode.Create))
        {
            // One that was left behind keeps the mode it had.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(next.SafeFileHandle, OwnerAlone);
            }

            write(next);
            next.Flush(flushToDisk: true);
        }

        beforehand?.Invoke();
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>True when others than its owner may read it.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~OwnerAlone) != UnixFileMode.None;
}
