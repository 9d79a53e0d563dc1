using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs.Comparing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs diff</c>: what changed between two feeds, with the stability of ids as a gate.</summary>
internal static class GtfsDiffCommand
{
    private static readonly Argument<string> Before = new("A.zip") { Description = "The former feed, a zip or a folder" };
    private static readonly Argument<string> After = new("B.zip") { Description = "The later feed" };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON instead of text" };
    private static readonly Option<string?> Html = new("--html") { HelpName = "FILE", Description = "Writes a readable page there as well" };
    private static readonly Option<double?> Gate = new("--fail-on-id-changes")
    {
        HelpName = "PERCENT",
        Description = "Exit code 1 if more than this share of the agencies, stops, routes or trips that kept their meaning changed their id, 0 to 100",
    };

    public static Command Create()
    {
        var command = new Command("diff", "Compares two versions of a feed: what came, went, moved, and which ids changed though their meaning did not.")
        {
            Before, After, Json, Html, Gate,
        };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        string before = FeedPath.Existing(parsed.GetValue(Before)!);
        string after = FeedPath.Existing(parsed.GetValue(After)!);
        double? gate = parsed.GetValue(Gate) is { } percent ? CommandArguments.InRange(percent, 0, 100, Gate.Name) : null;
        FeedDifference difference = FeedPath.Reading(() => FeedComparison.Compare(before, after, cancellation));
        IReadOnlyList<ReportSection> sections = DifferenceReport.Sections(difference);
        if (parsed.GetValue(Html) is { } page)
        {
            await FeedPath.WriteTextAsync(Html.Name, page, ReportSection.Page($"{Path.GetFileName(before)} → {Path.GetFileName(after)}", sections), cancellation).ConfigureAwait(false);
        }

        await output.WriteLineAsync(parsed.GetValue(Json) ? ReportJson.Write(difference) : ReportSection.Text(sections).TrimEnd('\n')).ConfigureAwait(false);
        if (gate is not { } most || difference.PercentBrokenIds <= most)
        {
            return ExitCode.Done;
        }

        await error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"transithub: {difference.PercentBrokenIds:F1} % of the ids of one kind changed though their meaning did not; {Gate.Name} allows {most:0.##} %. Give back the former ids, or publish on purpose.")).ConfigureAwait(false);
        return ExitCode.InputHasErrors;
    }
}
