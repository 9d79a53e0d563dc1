using System.CommandLine;
using System.Globalization;
using NodaTime;
using TransitHub.Archive;
using TransitHub.Archive.Days;
using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Reading;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands.Archive;

/// <summary><c>transithub archive export</c>: one day of a hub's archive, or of its log where it is not archived yet, as Parquet files.</summary>
internal static class ArchiveExportCommand
{
    private static readonly Option<string> Data = new("--data") { Required = true, HelpName = "DIR", Description = "The hub's data folder; a hub may be at work there" };
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Day = new("--day") { Required = true, HelpName = "YYYY-MM-DD", Description = "The day, from midnight to midnight by the feed's clock" };
    private static readonly Option<string?> Gtfs = new("--gtfs") { HelpName = "ZIP", Description = "Static GTFS for the stops visited of a day that comes from the log (default: the version that the hub served last)" };
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Takes a folder with the day's name; one of an earlier export is replaced" };

    public static Command Create()
    {
        var command = new Command("export", "Exports a day: what was received, stops visited, and day.json.") { Data, Feed, Day, Gtfs, Out };
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

    private static async Task<int> ExportAsync(ParseResult parsed, FeedId feed, LocalDate date, TextWriter output, CancellationToken cancellation)
    {
        string data = parsed.GetValue(Data)!;
        string folder = Path.Combine(data, feed.ToString());
        if (!Directory.Exists(folder))
        {
            throw CommandException.WrongUse($"There is no feed {feed} in {data}: correct --data or --feed.");
        }

        string target = TargetOf(parsed.GetValue(Out)!, date);
        ArchiveFolder archive = ArchiveFolder.Of(data, feed);
        if (archive.ListDays().FirstOrDefault(d => d.Date == date).Folder is { } archived)
        {
            DayManifest copied = await ArchivedDayCopy.CopyAsync(archived, target, cancellation).ConfigureAwait(false);
            return await SayAsync(copied, "the archive", target, output).ConfigureAwait(false);
        }

        Schedule schedule = ReadSchedule(parsed.GetValue(Gtfs), folder, cancellation);
        string log = SegmentObservationLog.FolderOf(data, feed);
        var days = new LoggedDays(log, schedule.TimeZone);
        DayManifest? manifest = !Directory.Exists(log) ? null : await DayWriter.WriteAsync(
            from => ObservationLogReader.Read(log, from, report: null, cancellation),
            new ArchiveSource { Feed = feed, Schedule = schedule },
            ArchiveDay.Of(date, schedule.TimeZone),
            target,
            WorkPace.Full,
            cancellation).ConfigureAwait(false);
        return manifest is null
            ? throw CommandException.WrongUse($"Feed {feed} has no record of {ArchiveDay.Of(date, schedule.TimeZone).Name}. The archive has {Text(archive.ListDays().Select(d => d.Date))}; the log has {Text(days.List())}.")
            : await SayAsync(manifest, "the log", target, output).ConfigureAwait(false);
    }

    private static string TargetOf(string folder, LocalDate date)
    {
        string target = Path.Combine(folder, ArchiveDay.Of(date, DateTimeZone.Utc).Name);
        bool isForeign = Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any() && !ArchivedDayCopy.IsDay(target);
        return isForeign
            ? throw CommandException.WrongUse($"{target} is there already and is no exported day: choose another --out, or move it away.")
            : target;
    }

    private static Schedule ReadSchedule(string? gtfs, string folder, CancellationToken cancellation)
    {
        var versions = new StaticVersions(Path.Combine(folder, "gtfs"));
        string? path = gtfs ?? (versions.All is [var newest, ..] ? versions.FileOf(newest) : null);
        return path is null ? Schedule.Empty : ScheduleInput.Read(path, new ScheduleReadOptions(), progress: null, cancellation).Schedule;
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
