namespace TransitHub.Simulation.Recordings;

/// <summary>
/// A recording that cannot be used, or not to its end. The message is one line for a person: it names
/// the thing, what is wrong with it, and what to do.
/// </summary>
public sealed class RecordingException : Exception
{
    private RecordingException(string message, bool isWrongUse, Exception? cause)
        : base(message, cause) => this.IsWrongUse = isWrongUse;

    /// <summary>True: the call names the wrong thing (no such file, a folder where a file is due). False: the thing itself is bad.</summary>
    public bool IsWrongUse { get; }

    /// <summary>The call names the wrong thing.</summary>
    public static RecordingException WrongUse(string message, Exception? cause = null) => new(message, isWrongUse: true, cause);

    /// <summary>The recording is empty, damaged or not of its format.</summary>
    public static RecordingException Unusable(string message, Exception? cause = null) => new(message, isWrongUse: false, cause);
}
