namespace TransitHub.Server.Commands;

/// <summary>
/// Ends a command with a message for the person who called it: what is wrong, which option or
/// setting it is, and what to do. It is printed as one line, without a stack trace.
/// </summary>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Commands.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The caller asked for what cannot be.</summary>
    public static CommandException WrongUse(string message) => new(Commands.ExitCode.WrongUse, message);

    /// <summary>The call is right, its input is not.</summary>
    public static CommandException InputHasErrors(string message) => new(Commands.ExitCode.InputHasErrors, message);
}
