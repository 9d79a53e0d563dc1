using TransitHub.Server.Commands;

namespace TransitHub.Server.Roles;

/// <summary>What a process may be told to do.</summary>
internal static class RoleNames
{
    /// <summary>Takes observations in and appends them to the shards' logs.</summary>
    public const string Ingest = "ingest";

    /// <summary>Makes states of the logs, and the feeds of the states.</summary>
    public const string Fusion = "fusion";

    /// <summary>Answers readers.</summary>
    public const string Serve = "serve";

    /// <summary>All of them, as <c>--roles</c> takes them.</summary>
    public const string All = "ingest,fusion,serve";

    /// <summary>Reads the setting Roles.</summary>
    /// <exception cref="CommandException">It names none, or what is no role; the message names the right ones.</exception>
    public static IReadOnlySet<string> Parse(string text)
    {
        string[] named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] wrong = [.. named.Except(All.Split(','), StringComparer.Ordinal)];
        return named.Length == 0 || wrong.Length > 0
            ? throw CommandException.WrongUse($"--roles {text} (setting Roles): {(wrong.Length > 0 ? $"'{wrong[0]}' is no role" : "no role is named")}. Give one or more of {All}.")
            : named.ToHashSet(StringComparer.Ordinal);
    }
}
