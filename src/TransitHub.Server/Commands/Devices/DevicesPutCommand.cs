using System.CommandLine;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage.Registry;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Options;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands.Devices;

/// <summary><c>transithub devices put</c>: checks a devices file as <c>serve</c> does, and makes it the one that all processes of a feed share.</summary>
internal static class DevicesPutCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "The devices file (YAML)" };
    private static readonly Option<string?> Redis = SharedStorage.Redis();
    private static readonly Option<string?> Config = SharedStorage.Config();
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string?> Gtfs = new("--gtfs") { HelpName = "ZIP", Description = "Static GTFS of the feed, whose stops and routes the file names (default: that of --config)" };
    private static readonly Option<long?> Expect = new("--expect") { HelpName = "VERSION", Description = "The version that this one replaces, as get told it, 0 for none: another one meanwhile is an error (default: the one that is there)" };

    public static Command Create()
    {
        var command = new Command("put", "Checks a devices file and puts it where all processes of the feed find it within seconds.") { File, Redis, Config, Feed, Gtfs, Expect };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        FeedId feed = CommandArguments.FeedId(parsed.GetValue(Feed)!);
        long? expected = parsed.GetValue(Expect);
        if (expected < 0)
        {
            throw CommandException.WrongUse($"--expect must be 0 or the number of a version, not {expected}.");
        }

        HubOptions options = SharedStorage.Read(parsed.GetValue(Config), parsed.GetValue(Redis));
        DevicesText devices = DevicesLoader.ReadText(parsed.GetValue(File)!, option: string.Empty);
        string? gtfs = parsed.GetValue(Gtfs) ?? options.Feeds.Find(f => f.Id == feed.ToString())?.Gtfs;
        Schedule schedule = string.IsNullOrEmpty(gtfs) ? Schedule.Empty : ScheduleInput.Read(gtfs, new ScheduleReadOptions(), progress: null, cancellation).Schedule;
        DevicesLoader.Read(feed.ToString(), devices, schedule, output.WriteLine);
        return await SharedStorage.UseAsync(options, error, (storage, stop) => PutAsync(storage.Registry, feed, devices, expected, output, stop)).ConfigureAwait(false);
    }

    private static async Task<int> PutAsync(IDeviceRegistryStore registry, FeedId feed, DevicesText devices, long? expected, TextWriter output, CancellationToken stop)
    {
        long former = expected ?? (await registry.FindAsync(feed, 0, stop).ConfigureAwait(false))?.Version ?? 0;
        if (await registry.TryReplaceAsync(feed, devices.Text, former, stop).ConfigureAwait(false) is not { } version)
        {
            throw CommandException.InputHasErrors(string.Create(
                CultureInfo.InvariantCulture,
                $"The shared devices of feed {feed} are of another version than {former}, and nothing was written: see them with transithub devices get, and put yours again."));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{devices.Name} is version {version} of the devices of feed {feed}.")).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
