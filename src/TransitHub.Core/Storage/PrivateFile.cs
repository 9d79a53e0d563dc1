namespace TransitHub.Core.Storage;

/// <summary>Files that only their owner may read, and that are replaced as a whole: whoever reads one finds it before or after a change.</summary>
public static class PrivateFile
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
    /// <exception cref="IOException">Another one is at it, or it cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, FileMode mode)
    {
        ArgumentNullException.ThrowIfNull(path);
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
    /// <exception cref="IOException">It cannot be written; what was there stands.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, Action<Stream> write, Action? beforehand = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        using (FileStream next = Open(path + ".new", FileMode.Create))
        {
            Close(next);
            write(next);
            next.Flush(flushToDisk: true);
        }

        beforehand?.Invoke();
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Adds to its end, on the disk when it returns. One that others could read, of a hub of before, is closed to them.</summary>
    /// <exception cref="IOException">It cannot be written, or another one writes just now.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        using FileStream file = Open(path, FileMode.Append);
        if (IsOpenToOthers(path))
        {
            Close(file);
        }

        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    /// <summary>True when others than its owner may read it.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~OwnerAlone) != UnixFileMode.None;

    /// <summary>A file that was there before keeps the mode it had.</summary>
    private static void Close(FileStream file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerAlone);
        }
    }
}
