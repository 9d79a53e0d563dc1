namespace TransitHub.Server.Commands;

/// <summary>What the executable's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The input has errors, or the work could not be done with it.</summary>
    public const int InputHasErrors = 1;

    /// <summary>Wrong use: an option, a setting or an address that cannot be.</summary>
    public const int WrongUse = 2;
}
