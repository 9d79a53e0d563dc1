using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Registry;
using TransitHub.Server.Options;

namespace TransitHub.Server.Commands.Devices;

/// <summary><c>transithub devices get</c>: writes the devices file that all processes of a feed share, and tells its version.</summary>
internal static class DevicesGetCommand
{
    private static readonly Option<string?> Redis = SharedStorage.Redis();
    private static readonly Option<string?> Config = SharedStorage.Config();
    private static readonly Option<string> Feed = CommandArguments.Feed();

    public static Command Create()
    {
        var command = new Command("get", "Writes the shared devices file of a feed to standard output, and its version to standard error.") { Redis, Config, Feed };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        FeedId feed = CommandArguments.FeedId(parsed.GetValue(Feed)!);
        HubOptions options = SharedStorage.Read(parsed.GetValue(Config), parsed.GetValue(Redis));
        return SharedStorage.UseAsync(options, error, (storage, stop) => GetAsync(storage.Registry, feed, output, error, stop));
    }

    private static async Task<int> GetAsync(IDeviceRegistryStore registry, FeedId feed, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (await registry.FindAsync(feed, 0, stop).ConfigureAwait(false) is not { } found)
        {
            throw CommandException.InputHasErrors($"Feed {feed} has no shared devices there: put them with transithub devices put. See also Redis:KeyPrefix.");
        }

        await output.WriteAsync(found.Text).ConfigureAwait(false);
        await error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Version {found.Version} of the devices of feed {feed}.")).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
