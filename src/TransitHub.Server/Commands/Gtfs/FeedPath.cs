namespace TransitHub.Server.Commands.Gtfs;

/// <summary>What the commands on static feeds have in common with files.</summary>
internal static class FeedPath
{
    /// <summary>Checks that a feed is there before anything is read.</summary>
    /// <exception cref="CommandException">It is not.</exception>
    public static string Existing(string path) => Path.Exists(path)
        ? path
        : throw CommandException.WrongUse($"There is no GTFS zip or folder {path}: correct the path.");

    /// <summary>Does what reads feeds, and says in one line why one cannot be read.</summary>
    /// <exception cref="CommandException">One cannot be read.</exception>
    public static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse(exception.Message);
        }
    }

    /// <summary>Writes beside the target first, so that work that fails leaves an older file as it was.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static T Write<T>(string path, Func<Stream, T> write)
    {
        string part = path + ".part";
        try
        {
            T result;
            using (FileStream file = File.Create(part))
            {
                result = write(file);
            }

            File.Move(part, path, overwrite: true);
            return result;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"--out {path} cannot be written: {exception.Message}");
        }
        finally
        {
            if (Path.Exists(Path.GetDirectoryName(Path.GetFullPath(part))))
            {
                File.Delete(part);
            }
        }
    }

    /// <summary>Writes a text file.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static async Task WriteTextAsync(string option, string path, string text, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{option} {path} cannot be written: {exception.Message}");
        }
    }
}
