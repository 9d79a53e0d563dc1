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
    public static DeviceRegistry Load(FeedSettings feed, Schedule schedule, Action<string> say) =>
        string.IsNullOrEmpty(feed.Devices) ? DeviceRegistry.Empty : Read(feed.Id, ReadText(feed.Devices), schedule, say);

    /// <summary>Reads a description, wherever it came from.</summary>
    /// <exception cref="CommandException">It has mistakes; the message names all of them.</exception>
    public static DeviceRegistry Read(string feed, DevicesText devices, Schedule schedule, Action<string> say)
    {
        var problems = new SheetProblems();
        DeviceRegistry registry = DevicesSheet.Read(devices.Source, devices.Text, schedule, problems);
        if (problems.HasErrors)
        {
            throw CommandException.InputHasErrors($"{devices.Name} has {problems.ErrorCount} mistakes:{Environment.NewLine}{Lines(problems)}");
        }

        if (problems.Count > 0)
        {
            say(Lines(problems));
        }

        say(string.Create(CultureInfo.InvariantCulture, $"Feed {feed}: {registry.All.Length:N0} devices, {registry.All.Sum(d => d.Channels.Length):N0} counting lines"));
        if (registry.All.Sum(d => d.Channels.Count(TellsNothingOfRuns)) is > 0 and var silent)
        {
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"Feed {feed}: passages at {silent:N0} counting lines tell nothing of runs, since no route is known to cross them: name 'routes' in their directions, and see that the GTFS has shapes."));
        }

        return registry;
    }

    private static bool TellsNothingOfRuns(CountingChannel channel) =>
        !channel.Passages.IsEmpty && channel.Directions.All(d => d.Routes.All(r => r.Crossings.IsEmpty));

    /// <summary>Reads a file's text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that named it, with a space behind it; empty: an argument did.</param>
    /// <exception cref="CommandException">It cannot be read, or is no text.</exception>
    public static DevicesText ReadText(string path, string option = "--devices ")
    {
        try
        {
            using var reader = new StreamReader(path, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
            char[] text = new char[SheetReader.MaxBytes + 1];
            int length = reader.ReadBlock(text);
            return length <= SheetReader.MaxBytes
                ? new DevicesText(option + path, path, new string(text, 0, length))
                : throw CommandException.InputHasErrors($"{option}{path} is larger than {SheetReader.MaxBytes >> 20} MiB: split the feed, or take out what is no device.");
        }
        catch (System.Text.DecoderFallbackException)
        {
            throw CommandException.InputHasErrors($"{option}{path} is not UTF-8: save it as UTF-8.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.InputHasErrors($"{option}{path}: there is no such file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.InputHasErrors($"{option}{path}: {exception.Message}");
        }
    }

    private static string Lines(SheetProblems problems)
    {
        IEnumerable<string> lines = problems.InOrder().Select(p => "  " + p);
        return string.Join(Environment.NewLine, problems.LeftOut > 0 ? lines.Append($"  and {problems.LeftOut} more") : lines);
    }
}
