using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using TransitHub.Redis;
using TransitHub.Server.Options;

namespace TransitHub.Server.Commands;

/// <summary>What the commands about what processes share have in common: the options that name the hub's Redis, and the way there.</summary>
internal static class SharedStorage
{
    /// <summary>The setting that <c>--redis</c> overrides.</summary>
    public const string RedisAddress = "Redis:Address";

    public static Option<string?> Redis() => new("--redis") { HelpName = "HOST:PORT,...", Description = "The Redis of the hub (default: that of --config)" };

    public static Option<string?> Config() => new("--config") { HelpName = "FILE", Description = "The hub's settings: its Redis, and the feed's GTFS" };

    /// <summary>Reads the settings.</summary>
    /// <exception cref="CommandException">They name no Redis, or cannot be read.</exception>
    public static HubOptions Read(string? config, string? redis)
    {
        HubOptions options = HubSettings.Read(config, HubSettings.Override(RedisAddress, redis), []);
        return options.Redis is null
            ? throw CommandException.WrongUse("Give --redis HOST:PORT, what the processes of the hub share. A hub that is one process reads the file that serve --devices names.")
            : options;
    }

    /// <summary>Works with what is shared.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Redis failed; the message says what to do.</exception>
    public static async Task<int> UseAsync(HubOptions options, TextWriter error, Func<RedisStorage, CancellationToken, Task<int>> work)
    {
        using var stop = new StopSignals();
        try
        {
            RedisStorage storage = await OpenAsync(options.Redis!, stop.Stop).ConfigureAwait(false);
            await using (storage.ConfigureAwait(false))
            {
                return await work(storage, stop.Stop).ConfigureAwait(false);
            }
        }
        catch (IOException exception)
        {
            throw CommandException.WrongUse("--redis: " + exception.Message);
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static async Task<RedisStorage> OpenAsync(RedisOptions options, CancellationToken stop)
    {
        try
        {
            return await RedisStorage.OpenAsync(options, TimeProvider.System, NullLogger.Instance, stop).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            // Settings may be read without being checked: a command needs but a few of them.
            throw CommandException.WrongUse("--redis: " + exception.Message);
        }
    }
}
