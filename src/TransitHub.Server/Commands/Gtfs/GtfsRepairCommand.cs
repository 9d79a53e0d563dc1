using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Repairing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs repair</c>: two languages in one field become translations, and what is missing is told plainly.</summary>
internal static class GtfsRepairCommand
{
    private static readonly Argument<string> Feed = new("GTFS") { HelpName = "GTFS.zip", Description = "The feed, a zip or a folder" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the repaired feed; an older file there is replaced" };
    private static readonly Option<string> Languages = new("--languages") { HelpName = "OWN,OTHER", Required = true, Description = "The languages of a name's two parts, such as th,en; the first becomes the feed's own" };
    private static readonly Option<string> Separator = new("--separator") { HelpName = "CHARACTER", DefaultValueFactory = static _ => ";", Description = "What stands between the parts" };

    public static Command Create()
    {
        var command = new Command("repair", "Splits names that hold two languages in one field into the feed's own text and translations.txt, and tells what the feed lacks.") { Feed, Out, Languages, Separator };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        string feed = FeedPath.Existing(parsed.GetValue(Feed)!);
        string[] languages = parsed.GetValue(Languages)!.Split(',');
        string separator = parsed.GetValue(Separator)!;
        if (languages.Length != 2 || languages.Any(l => l.Length < 2 || !l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
        {
            throw CommandException.WrongUse($"{Languages.Name} must be two language tags, such as th,en, not {parsed.GetValue(Languages)}.");
        }

        if (separator.Length != 1 || char.IsLetterOrDigit(separator[0]) || separator[0] is '"' or '\n')
        {
            throw CommandException.WrongUse($"{Separator.Name} must be one character that is no letter or digit, not '{separator}'.");
        }

        NameRepairReport report;
        try
        {
            report = FeedPath.Reading(() => FeedPath.Write(parsed.GetValue(Out)!, zip => NameRepair.Split(feed, separator[0], languages[0], languages[1], zip, cancellation)));
        }
        catch (MergeException problem)
        {
            throw CommandException.InputHasErrors(problem.Message);
        }

        await output.WriteLineAsync(Text(report)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static string Text(NameRepairReport report)
    {
        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
        List<string> lines = [.. report.Split.Select(s => $"{s.Key}: {Number(s.Value)} split")];
        lines.Add($"translations.txt: {Number(report.Translations)} rows");
        lines.AddRange(report.MissingFiles.Select(file => file switch
        {
            "stop_times.txt" => "stop_times.txt is missing: no trip can be ridden. Write a sheet for each route that runs, by the feed's own ids, and add them (gtfs complete).",
            "shapes.txt" => "shapes.txt is missing: vehicles are matched to straight lines between stops. Draw the routes in sheets (gtfs complete).",
            _ => $"{file} is missing: consumers do not learn the version, the language and whom to write to.",
        }));
        lines.AddRange(FeedUseText.Lines(report.Use));
        return string.Join('\n', lines);
    }
}
