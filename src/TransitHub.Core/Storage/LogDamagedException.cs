namespace TransitHub.Core.Storage;

/// <summary>A segment file is damaged where it should be whole. Nothing beyond the place is given out, so that nothing is skipped unseen.</summary>
public sealed class LogDamagedException : IOException
{
    /// <summary>Names the place and the remedy.</summary>
    /// <param name="file">The segment file's full path.</param>
    /// <param name="offset">Where the damage begins, bytes.</param>
    /// <param name="finding">What is wrong there.</param>
    public LogDamagedException(string file, long offset, string finding)
        : base($"The observation log is damaged: {file} at byte {offset}: {finding}. Restore the file from a copy, or move it away to go on without its records.")
    {
        this.File = file;
        this.Offset = offset;
    }

    /// <summary>The segment file's full path.</summary>
    public string File { get; }

    /// <summary>Where the damage begins, bytes.</summary>
    public long Offset { get; }
}
