using System.CommandLine;
using System.Globalization;
using NodaTime;
using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Options;

namespace TransitHub.Server.Commands.Archive;

/// <summary><c>transithub archive export</c>: one day of a hub's archive, or of its log where it is not archived yet, as Parquet files.</summary>
internal static class ArchiveExportCommand
{
    private static readonly Option<string?> Data = new("--data") { HelpName = "DIR", Description = "The hub's data folder; a hub may be at work there" };
    private static readonly Option<string?> Redis = new("--redis") { HelpName = "HOST:PORT,...", Description = "The Redis of a scaled-out hub: the day comes from the logs of all shards" };
    private static readonly Option<string?> Config = new("--config") { HelpName = "FILE", Description = "The hub's settings: how it fuses, its devices, its Redis" };
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Day = new("--day") { Required = true, HelpName = "YYYY-MM-DD", Description = "The day, from midnight to midnight by the feed's clock" };
    private static readonly Option<string?> Gtfs = new("--gtfs") { HelpName = "ZIP", Description = "Static GTFS for the stops visited of a day that comes from the log (default: the version that the hub served last, else that of --config)" };
    private static readonly Option<string?> Devices = new("--devices") { HelpName = "FILE", Description = "The devices file for a day that comes from the log (default: that of --config)" };
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Takes a folder with the day's name, and of several shards one of each; those of an earlier export are replaced" };

    public static Command Create()
    {
        var command = new Command("export", "Exports a day: what was received, stops visited, and day.json.") { Data, Redis, Config, Feed, Day, Gtfs, Devices, Out };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        FeedId feed = CommandArguments.FeedId(parsed.GetValue(Feed)!);
        if (!ArchiveDay.TryParse(parsed.GetValue(Day), out LocalDate date))
        {
            throw CommandException.WrongUse($"--day '{parsed.GetValue(Day)}' is no day: write it as 2026-11-23.");
        }

        using var stop = new StopSignals();
        try
        {
            return await ExportAsync(parsed, feed, date, output, stop.Stop).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArchiveException or LogDamagedException or NewerFormatException)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
        catch (RedisStorageException exception)
        {
            throw CommandException.WrongUse("--redis: " + exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"The day cannot be exported from --data {parsed.GetValue(Data)} to --out {parsed.GetValue(Out)}: {exception.Message}");
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped; nothing was exported.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static Task<int> ExportAsync(ParseResult parsed, FeedId feed, LocalDate date, TextWriter output, CancellationToken cancellation)
    {
        string? data = parsed.GetValue(Data);
        string? redis = parsed.GetValue(Redis);
        HubOptions options = HubSettings.Read(parsed.GetValue(Config), HubSettings.Override(SharedStorage.RedisAddress, redis), []);
        if (data is null == redis is null)
        {
            throw CommandException.WrongUse("Give one of --data DIR, the folder of a hub that is one process, and --redis HOST:PORT, what the processes of a scaled-out hub share.");
        }

        var asked = new ExportedFeed(feed, options, parsed.GetValue(Gtfs), parsed.GetValue(Devices));
        return data is null
            ? ExportLogsAsync(asked, date, TargetOf(parsed.GetValue(Out)!, date), output, cancellation)
            : ExportAsync(data, asked, date, TargetOf(parsed.GetValue(Out)!, date), output, cancellation);
    }

    private static async Task<int> ExportAsync(string data, ExportedFeed asked, LocalDate date, string target, TextWriter output, CancellationToken cancellation)
    {
        FeedId feed = asked.Id;
        string folder = Path.Combine(data, feed.ToString());
        if (!Directory.Exists(folder))
        {
            throw CommandException.WrongUse($"There is no feed {feed} in {data}: correct --data or --feed.");
        }

        ArchiveFolder archive = ArchiveFolder.Of(data, feed, asked.Options.Archive);
        if (archive.ListDays().FirstOrDefault(d => d.Date == date).Folder is { } archived)
        {
            DayManifest copied = await ArchivedDayCopy.CopyAsync(archived, target, cancellation).ConfigureAwait(false);
            return await SayAsync(copied, "the archive", target, output).ConfigureAwait(false);
        }

        Schedule schedule = asked.ReadSchedule(folder, cancellation);
        string log = SegmentObservationLog.FolderOf(data, feed);
        var days = new LoggedDays(log, schedule.TimeZone);
        DayManifest? manifest = !Directory.Exists(log) ? null : await DayWriter.WriteAsync(
            from => ObservationLogReader.Read(log, from, report: null, cancellation),
            asked.Source(schedule, isGated: true),
            ArchiveDay.Of(date, schedule.TimeZone),
            target,
            WorkPace.Full,
            cancellation).ConfigureAwait(false);
        return manifest is null
            ? throw CommandException.WrongUse($"Feed {feed} has no record of {ArchiveDay.Of(date, schedule.TimeZone).Name}. The archive has {Text(archive.ListDays().Select(d => d.Date))}; the log has {Text(days.List())}.")
            : await SayAsync(manifest, "the log", target, output).ConfigureAwait(false);
    }

    private static async Task<int> ExportLogsAsync(ExportedFeed asked, LocalDate date, string target, TextWriter output, CancellationToken cancellation)
    {
        Schedule schedule = asked.ReadSchedule(folder: null, cancellation);
        IReadOnlyList<(string Folder, DayManifest Day)> written = await ShardExport.WriteAsync(
            asked, schedule, ArchiveDay.Of(date, schedule.TimeZone), target, cancellation).ConfigureAwait(false);
        foreach ((string folder, DayManifest day) in written)
        {
            await SayAsync(day, "a shard's log", folder, output).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static string TargetOf(string folder, LocalDate date)
    {
        string target = Path.Combine(folder, ArchiveDay.Of(date, DateTimeZone.Utc).Name);
        bool isForeign = Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !ArchivedDayCopy.IsDay(target);
        return isForeign
            ? throw CommandException.WrongUse($"{target} is there already and is no exported day: choose another --out, or move it away.")
            : target;
    }

    private static string Text(IEnumerable<LocalDate> days)
    {
        string[] names = [.. days.Select(d => ArchiveDay.Of(d, DateTimeZone.Utc).Name)];
        return names switch
        {
            [] => "no day",
            [var only] => only,
            { Length: > 12 } => $"{names.Length} days from {names[0]} to {names[^1]}",
            _ => string.Join(", ", names),
        };
    }

    private static async Task<int> SayAsync(DayManifest day, string from, string target, TextWriter output)
    {
        foreach (DayFile file in day.Files)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {file.Rows:N0} rows, {file.Bytes:N0} bytes")).ConfigureAwait(false);
        }

        string lacks = day.MissingRecords > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {day.MissingRecords:N0} records are missing") : string.Empty;
        string late = day.BeginsLate ? "; what the log had removed of its beginning is missing" : string.Empty;
        await output.WriteLineAsync($"{day.Day} of feed {day.Feed} ({day.TimeZone}) from {from}, in {target}{lacks}{late}").ConfigureAwait(false);
        return ExitCode.Done;
    }
}
