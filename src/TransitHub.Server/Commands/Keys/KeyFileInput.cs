using System.CommandLine;
using System.Globalization;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary>Which file of keys a command is about, and how its answers look.</summary>
internal static class KeyFileInput
{
    /// <summary>The options that name it.</summary>
    public static Option<string> File() => new("--file")
    {
        Description = "The file of the keys: the hub's setting Security:Readers:KeyFile, or reader-keys.json in its data folder.",
        DefaultValueFactory = _ => "./data/reader-keys.json",
    };

    /// <summary>For how long a key is good.</summary>
    public static Option<int?> Days() => new("--days") { Description = "For how many days the key is good, 1 to 3650; without it, for ever." };

    /// <summary>From when on a key is worth nothing, Unix seconds; null: never.</summary>
    public static long? ExpiryOf(int? days, long now) => days switch
    {
        null => null,
        >= 1 and <= 3650 => now + (days.Value * 86_400L),
        _ => throw CommandException.WrongUse($"--days {days}: give 1 to 3650."),
    };

    /// <summary>Does it, and turns what the file says into a command's failure.</summary>
    public static T Do<T>(string file, Func<KeyFile, T> work)
    {
        try
        {
            return work(new KeyFile(file));
        }
        catch (KeyFileException exception)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
    }

    /// <summary>Shows a new key, the only time that it is shown.</summary>
    public static async Task<int> ShowAsync(TextWriter output, (ReaderKey Key, string Text) made)
    {
        await output.WriteLineAsync(made.Text).ConfigureAwait(false);
        await output.WriteLineAsync($"This is the key of '{made.Key.Name}', tier '{made.Key.Tier}', good {Until(made.Key)}. It is not shown again.").ConfigureAwait(false);
        return ExitCode.Done;
    }

    /// <summary>Until when it is good.</summary>
    public static string Until(ReaderKey key) => key.ExpiresAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"until {DateTimeOffset.FromUnixTimeSeconds(at):yyyy-MM-dd HH:mm}Z")
        : "for ever";
}
