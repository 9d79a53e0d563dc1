namespace TransitHub.Core.Storage.Segments;

/// <summary>The folder of a log's segment files.</summary>
internal static class SegmentFolder
{
    /// <summary>The segment files in the order of their sequences.</summary>
    public static List<(string Path, long FirstSequence)> List(string folder)
    {
        List<(string Path, long FirstSequence)> segments = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*" + SegmentHeader.Extension))
        {
            if (SegmentHeader.TryParseFileName(Path.GetFileName(path), out long first))
            {
                segments.Add((path, first));
            }
        }

        segments.Sort((a, b) => a.FirstSequence.CompareTo(b.FirstSequence));
        return segments;
    }

    /// <summary>Creates the folder if need be and takes its lock, which holds until it is disposed or the process ends in whatever way.</summary>
    /// <exception cref="IOException">The folder cannot be used; the message names it and what to do.</exception>
    public static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The folder '{folder}' of the observation log cannot be created: {e.Message} "
                + "Give the user that runs the hub the right to write there, or choose another folder with --data.", e);
        }

        string path = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(
                $"The folder '{folder}' of the observation log cannot be written: {e.Message} "
                + "Give the user that runs the hub the right to write there, or choose another folder with --data.", e);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"The observation log in '{folder}' cannot be locked: {e.Message} "
                + "If another hub uses this folder, stop it or give this one another folder with --data.", e);
        }
    }
}
