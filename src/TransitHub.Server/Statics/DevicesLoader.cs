using System.Globalization;
using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Sheets;
using TransitHub.Server.Commands;
using TransitHub.Server.Options;

namespace TransitHub.Server.Statics;

/// <summary>Reads the devices file of a feed at start and says what it found.</summary>
internal static class DevicesLoader
{
    /// <summary>Reads it; <see cref="DeviceRegistry.Empty"/> for a feed without one.</summary>
    /// <exception cref="CommandException">It cannot be read or has mistakes; the message names all of them.</exception>
    public static DeviceRegistry Load(FeedSettings feed, Schedule schedule, Action<string> say)
    {
        if (string.IsNullOrEmpty(feed.Devices))
        {
            return DeviceRegistry.Empty;
        }

        var problems = new SheetProblems();
        DeviceRegistry registry = DevicesSheet.Read(feed.Devices, ReadText(feed.Devices), schedule, problems);
        if (problems.HasErrors)
        {
            throw CommandException.InputHasErrors($"--devices {feed.Devices} has {problems.ErrorCount} mistakes:{Environment.NewLine}{Lines(problems)}");
        }

        if (problems.Count > 0)
        {
            say(Lines(problems));
        }

        say(string.Create(CultureInfo.InvariantCulture, $"Feed {feed.Id}: {registry.All.Length:N0} devices, {registry.All.Sum(d => d.Channels.Length):N0} counting lines"));
        if (registry.All.Sum(d => d.Channels.Count(TellsNothingOfRuns)) is > 0 and var silent)
        {
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"Feed {feed.Id}: passages at {silent:N0} counting lines tell nothing of runs, since no route is known to cross them: name 'routes' in their directions, and see that the GTFS has shapes."));
        }

        return registry;
    }

    private static bool TellsNothingOfRuns(CountingChannel channel) =>
        !channel.Passages.IsEmpty && channel.Directions.All(d => d.Routes.All(r => r.Crossings.IsEmpty));

    private static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            char[] text = new char[SheetReader.MaxBytes + 1];
            int length = reader.ReadBlock(text);
            return length <= SheetReader.MaxBytes
                ? new string(text, 0, length)
                : throw CommandException.InputHasErrors($"--devices {path} is larger than {SheetReader.MaxBytes >> 20} MiB: split the feed, or take out what is no device.");
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw CommandException.InputHasErrors($"--devices {path} is not UTF-8: save it as UTF-8.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.InputHasErrors($"--devices {path}: there is no such file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"--devices {path}: {exception.Message}");
        }
    }

    private static string Lines(SheetProblems problems)
    {
        IEnumerable<string> lines = problems.InOrder().Select(p => "  " + p);
        return string.Join(Environment.NewLine, problems.LeftOut > 0 ? lines.Append($"  and {problems.LeftOut} more") : lines);
    }
}
