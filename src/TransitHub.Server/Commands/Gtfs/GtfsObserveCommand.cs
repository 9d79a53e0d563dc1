using System.CommandLine;
using TransitHub.Core.Observations;
using TransitHub.Gtfs.Building;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Observing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs observe</c>: drafts line sheets and a GTFS zip of what vehicles were seen to do.</summary>
internal static class GtfsObserveCommand
{
    private static readonly Option<string?> Archive = new("--archive") { HelpName = "DIR", Description = "A feed's archive, below the hub's --data: all of its days, one, or one table" };
    private static readonly Option<string?> Input = new("--input") { HelpName = "PATH", Description = "Instead of --archive a recording, with --format" };
    private static readonly Option<string?> Format = new("--format") { HelpName = "FORMAT", Description = $"What --input is: one of {RecordingFormatText.All}" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the drafted feed; an older file there is replaced" };
    private static readonly Option<string?> Sheets = new("--sheets") { HelpName = "DIR", Description = "Folder for the draft as line sheets, to correct and build with gtfs build; it must be empty or not exist" };
    private static readonly Option<string?> Report = new("--report") { HelpName = "DIR", Description = "Folder for report.txt, report.json and report.html with a map of each line" };
    private static readonly Option<string> TimeZoneName = new("--timezone") { HelpName = "NAME", Required = true, Description = "Where the lines run, as in the TZ database, such as Asia/Bangkok" };
    private static readonly Option<string> Route = new("--route-of") { HelpName = "WHAT", DefaultValueFactory = static _ => "none", Description = "What tells the line of a vehicle: route (route_id), sign (its sign's text) or none" };
    private static readonly Option<int> MinRuns = new("--min-runs") { HelpName = "N", DefaultValueFactory = static _ => 3, Description = "A way that was driven less often is no line, 2 to 1000" };
    private static readonly Option<double> MinConfidence = new("--min-confidence") { HelpName = "P", DefaultValueFactory = static _ => new ObserveOptions().MinConfidence, Description = "Stops less sure than this are left out, 0 to 1" };
    private static readonly Option<string> Publisher = new("--publisher") { HelpName = "NAME", DefaultValueFactory = static _ => "Draft, not for riders", Description = "Who publishes the feed and runs the lines" };
    private static readonly Option<string> Url = new("--url") { HelpName = "URL", DefaultValueFactory = static _ => "https://www.example.org", Description = "The publisher's page" };
    private static readonly Option<string> Mode = new("--mode") { HelpName = "MODE", DefaultValueFactory = static _ => "bus", Description = "With what the lines run, one of the modes of line sheets" };

    public static Command Create()
    {
        var command = new Command("observe", "Drafts a GTFS feed from recorded positions alone, for people to review: lines, stops, times and headways, each with what speaks for it.")
        {
            Archive, Input, Format, Out, Sheets, Report, TimeZoneName, Route, MinRuns, MinConfidence, Publisher, Url, Mode,
        };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        ObserveOptions options = ReadOptions(parsed);
        string mode = parsed.GetValue(Mode)!;
        if (TransitMode.Find(mode) is null)
        {
            throw CommandException.WrongUse($"--mode {mode} is none: use one of {string.Join(", ", TransitMode.All.Select(m => m.Name))}.");
        }

        string? folder = parsed.GetValue(Sheets);
        if (folder is not null && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw CommandException.WrongUse($"--sheets {folder} is not empty: name another folder, so that no sheet that somebody corrected is lost.");
        }

        DraftNetwork draft = Draft(parsed, options, cancellation);
        if (draft.Lines.Count == 0)
        {
            throw CommandException.InputHasErrors(
                $"{draft.Facts.Reports} positions hold {draft.Facts.Runs} drives, of which no {options.MinRuns} are alike: record for longer, or lower --min-runs.");
        }

        var words = new DraftSheetOptions(parsed.GetValue(Publisher)!, parsed.GetValue(Url)!, parsed.GetValue(TimeZoneName)!, mode);
        DraftFeed feed = DraftFeed.Make(draft, words)
            ?? throw CommandException.InputHasErrors("No line of the draft can be built: correct --publisher and --url, or record for longer.");
        await WriteFilesAsync(folder, "--sheets", feed.Sheets, cancellation).ConfigureAwait(false);
        await WriteFilesAsync(parsed.GetValue(Report), "--report", new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["report.txt"] = DraftReport.Text(draft),
            ["report.json"] = DraftReport.Json(draft),
            ["report.html"] = DraftReport.Page(draft),
        }, cancellation).ConfigureAwait(false);
        await BuildAsync(feed, parsed.GetValue(Out)!, output, cancellation).ConfigureAwait(false);
        await output.WriteAsync(DraftReport.Text(draft)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static ObserveOptions ReadOptions(ParseResult parsed)
    {
        string zone = parsed.GetValue(TimeZoneName)!;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out TimeZoneInfo? known) || !known.HasIanaId)
        {
            throw CommandException.WrongUse($"--timezone {zone} is not in the TZ database: use a name such as Asia/Bangkok.");
        }

        double confidence = parsed.GetValue(MinConfidence);
        if (!(confidence is >= 0 and <= 1))
        {
            throw CommandException.WrongUse("--min-confidence must be 0 to 1.");
        }

        return new ObserveOptions
        {
            TimeZone = known,
            MinRuns = CommandArguments.InRange(parsed.GetValue(MinRuns), 2, 1000, "--min-runs"),
            MinConfidence = confidence,
            RouteOf = parsed.GetValue(Route) switch
            {
                "none" => RouteOf.None,
                "route" => RouteOf.Route,
                "sign" => RouteOf.Sign,
                var other => throw CommandException.WrongUse($"--route-of {other} is unknown: use route, sign or none."),
            },
        };
    }

    private static DraftNetwork Draft(ParseResult parsed, ObserveOptions options, CancellationToken cancellation)
    {
        (string? archive, string? input, string? format) = (parsed.GetValue(Archive), parsed.GetValue(Input), parsed.GetValue(Format));
        if (archive is null == input is null || input is null != format is null)
        {
            throw CommandException.WrongUse("Give --archive DIR, or --input PATH with --format FORMAT.");
        }

        try
        {
            using Recording recording = RecordingInput.Open(archive ?? input!, format ?? RecordingFormat.Archive.Name());
            FeedObserver observer = new(options);
            while (recording.TryRead(out RecordedItem item))
            {
                cancellation.ThrowIfCancellationRequested();
                if (item.Observation is AvlReport report && !observer.TryAdd(report))
                {
                    throw CommandException.InputHasErrors($"{recording.Path} holds more than {options.MaxReports} positions: name fewer days.");
                }
            }

            return observer.Draft();
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
    }

    private static async Task WriteFilesAsync(string? folder, string option, SortedDictionary<string, string> files, CancellationToken cancellation)
    {
        if (folder is null)
        {
            return;
        }

        try
        {
            foreach ((string path, string text) in files)
            {
                string file = Path.Combine(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{option} {folder} cannot be written: {exception.Message}");
        }
    }

    /// <summary>The feed is built of the sheets as a person would build it, so that what the zip says is what the sheets say.</summary>
    private static async Task BuildAsync(DraftFeed feed, string path, TextWriter output, CancellationToken cancellation)
    {
        GtfsBuildReport report = GtfsBuildCommand.Write(feed.Network, path, cancellation, out long bytes);
        await output.WriteLineAsync($"{path}: {report.Lines} lines, {report.Stops} stops, {report.Trips} trips, {report.Shapes} shapes, {bytes} bytes").ConfigureAwait(false);
        if (feed.Reduced.Count > 0)
        {
            await output.WriteLineAsync($"{feed.Reduced.Count} lines are told in less detail or left out, since their stops do not fit their path; the first: {feed.Reduced.First().Value}").ConfigureAwait(false);
        }
    }
}
