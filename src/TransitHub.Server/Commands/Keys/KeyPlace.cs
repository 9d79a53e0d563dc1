using System.CommandLine;
using System.Globalization;
using TransitHub.Server.Options;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Commands.Keys;

/// <summary>Where the keys are that a command is about, a file or the Redis of a hub, and how its answers look.</summary>
internal sealed class KeyPlace
{
    private readonly Option<string?> file = new("--file")
    {
        HelpName = "FILE",
        Description = "The file of the keys: the hub's setting Security:Readers:KeyFile, or reader-keys.json in its data folder (default: that of --config, or ./data/reader-keys.json)",
    };

    private readonly Option<string?> redis = new("--redis") { HelpName = "HOST:PORT,...", Description = "The Redis of a hub that is scaled out, which has its keys (default: that of --config)" };
    private readonly Option<string?> config = new("--config") { HelpName = "FILE", Description = "The hub's settings" };

    /// <summary>For how long a key is good.</summary>
    public static Option<int?> Days() => new("--days") { Description = "For how many days the key is good, 1 to 3650; without it, for ever." };

    /// <summary>From when on a key is worth nothing, Unix seconds; null: never.</summary>
    public static long? ExpiryOf(int? days, long now) => days switch
    {
        null => null,
        >= 1 and <= 3650 => now + (days.Value * 86_400L),
        _ => throw CommandException.WrongUse($"--days {days}: give 1 to 3650."),
    };

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

    /// <summary>Gives a command the options that say where, and what to do there.</summary>
    public Command Complete(Command command, Func<IKeyStore, ParseResult, CancellationToken, Task<int>> work)
    {
        command.Options.Add(this.file);
        command.Options.Add(this.redis);
        command.Options.Add(this.config);
        command.SetAction((parsed, _) => this.DoAsync(parsed, work));
        return command;
    }

    private async Task<int> DoAsync(ParseResult parsed, Func<IKeyStore, ParseResult, CancellationToken, Task<int>> work)
    {
        HubOptions options = HubSettings.ReadUnchecked(
            parsed.GetValue(this.config), HubSettings.Override(SharedStorage.RedisAddress, parsed.GetValue(this.redis)));
        string? named = parsed.GetValue(this.file);
        if (options.Redis is null)
        {
            return await GuardAsync(() => work(new KeyFile(named ?? options.Security.Readers.KeyFileIn(options.Data)), parsed, CancellationToken.None)).ConfigureAwait(false);
        }

        return named is null
            ? await SharedStorage.UseAsync(
                options, parsed.InvocationConfiguration.Error, (storage, stop) => GuardAsync(() => work(new SharedKeys(storage.ReaderKeys), parsed, stop))).ConfigureAwait(false)
            : throw CommandException.WrongUse("--file and a Redis: a hub that is scaled out has its keys in Redis alone. Give one of them; 'transithub key import FILE --redis ...' brings a file's keys there.");
    }

    private static async Task<int> GuardAsync(Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (KeyStoreException exception)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
    }
}
