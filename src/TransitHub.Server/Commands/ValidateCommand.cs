using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules;
using TransitHub.Gtfs.Time;
using TransitHub.Server.Commands.Validate;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub validate</c>: what is wrong with a static feed, or with GTFS-Realtime held against it, as JSON and as a page.</summary>
internal static class ValidateCommand
{
    private static readonly Argument<string?> Path = new("GTFS") { Arity = ArgumentArity.ZeroOrOne, HelpName = "GTFS.zip", Description = "The feed, a zip or a folder" };
    private static readonly Option<string?> Gtfs = new("--gtfs") { HelpName = "ZIP", Description = "The same, as an option" };
    private static readonly Option<string?> Realtime = new("--realtime") { HelpName = "FILE|DIR", Description = "GTFS-Realtime to hold against the feed: a file, or a folder of *.pb in the order of their names; the report is on these" };
    private static readonly Option<string?> Out = new("--out") { HelpName = "FILE", Description = "Writes the JSON there instead of to standard output" };
    private static readonly Option<string?> Html = new("--html") { HelpName = "FILE", Description = "Writes a readable page there as well" };
    private static readonly Option<int> PerCode = new("--per-code") { HelpName = "N", DefaultValueFactory = static _ => NoticeList.DefaultKeptPerCode, Description = "Notices shown of each kind, 1 to 1000000; all are counted" };

    private static readonly Option<string?> Date = new("--date") { HelpName = "YYYYMMDD", Description = "The day that counts as today for rules about expiry and coverage (default: today, UTC)" };
    private static readonly Option<string?> Country = new("--country") { HelpName = "XX", Description = "Two letters of the country whose telephone numbers the feed holds (default: none, and they are not judged)" };

    public static Command Create()
    {
        var command = new Command("validate", "Reads a static feed and lists what is wrong with it, or with --realtime what is wrong with GTFS-Realtime. Exit code 1 when there are errors.")
        {
            Path, Gtfs, Realtime, Out, Html, PerCode, Date, Country,
        };
        command.SetAction(static (parsed, cancellation) =>
            RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        string path = FeedPath(parsed);
        int perCode = CommandArguments.InRange(parsed.GetValue(PerCode), 1, 1_000_000, "--per-code");
        var options = new ValidationOptions { Today = Today(parsed.GetValue(Date)), Country = CountryOf(parsed.GetValue(Country)), NoticesPerCode = perCode };
        using var stop = new StopSignals();
        ProgressLine progress = ProgressLine.On(error);
        ValidationReport? result = null;
        RealtimeReport? live = null;
        try
        {
            if (parsed.GetValue(Realtime) is { } realtime)
            {
                Schedule schedule = ScheduleInput.Read(path, new ScheduleReadOptions { NoticesPerCode = perCode }, new ReadingProgress(progress), stop.Stop).Schedule;
                live = RealtimeValidation.Run(
                    path, schedule, realtime, perCode, done => progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"validate: {done} moments")), stop.Stop);
            }
            else
            {
                result = ScheduleInput.Validate(path, options, new ReadingProgress(progress), stop.Stop);
            }
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
        finally
        {
            progress.Clear();
        }

        if (live is not null)
        {
            await WriteAsync(parsed, output, live.Headline, RealtimeReportJson.Write(live), () => RealtimeReportPage.Write(live), cancellation).ConfigureAwait(false);
            return live.CountOf(NoticeSeverity.Error) > 0 ? ExitCode.InputHasErrors : ExitCode.Done;
        }

        var report = new NoticeReport(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(path)), options, result!);
        await WriteAsync(parsed, output, report.Headline, NoticeJson.Write(report), () => NoticePage.Write(report), cancellation).ConfigureAwait(false);
        return result!.HasErrors ? ExitCode.InputHasErrors : ExitCode.Done;
    }

    private static async Task WriteAsync(
        ParseResult parsed, TextWriter output, string headline, string json, Func<string> page, CancellationToken cancellation)
    {
        if (parsed.GetValue(Out) is { } file)
        {
            await WriteFileAsync("--out", file, json, cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(headline).ConfigureAwait(false);
        }
        else
        {
            await output.WriteLineAsync(json).ConfigureAwait(false);
        }

        if (parsed.GetValue(Html) is { } html)
        {
            await WriteFileAsync("--html", html, page(), cancellation).ConfigureAwait(false);
        }
    }

    private static ServiceDate Today(string? text)
    {
        if (text is null)
        {
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            return ServiceDate.From(now.Year, now.Month, now.Day);
        }

        return ServiceDate.TryParse(text, out ServiceDate date)
            ? date
            : throw CommandException.WrongUse($"--date {text} is no date: write YYYYMMDD.");
    }

    private static string? CountryOf(string? text) => text is null || ValidationOptions.IsCountry(text.ToUpperInvariant())
        ? text?.ToUpperInvariant()
        : throw CommandException.WrongUse($"--country {text} is no country: write its two letters of ISO 3166, such as TH.");

    private static string FeedPath(ParseResult parsed)
    {
        return (parsed.GetValue(Path), parsed.GetValue(Gtfs)) switch
        {
            ({ } one, null) => one,
            (null, { } one) => one,
            (null, null) => throw CommandException.WrongUse("validate needs a feed: transithub validate GTFS.zip"),
            _ => throw CommandException.WrongUse("validate takes one feed, as an argument or with --gtfs."),
        };
    }

    private static async Task WriteFileAsync(string option, string path, string text, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{option} {path} cannot be written: {exception.Message}");
        }
    }

    private sealed class ReadingProgress(ProgressLine line) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => line.Report(() => string.Create(
            CultureInfo.InvariantCulture, $"validate: {value.File}, {(value.BytesTotal > 0 ? (double)value.BytesRead / value.BytesTotal : 0):P0} read"));
    }
}
