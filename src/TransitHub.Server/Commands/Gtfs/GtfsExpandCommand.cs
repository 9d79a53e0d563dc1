using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs.Expanding;
using TransitHub.Gtfs.Merging;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs expand</c>: departures of frequencies.txt as trips, for consumers that cannot take trips by headway.</summary>
internal static class GtfsExpandCommand
{
    private static readonly Argument<string> Feed = new("GTFS") { HelpName = "GTFS.zip", Description = "The feed, a zip or a folder" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the feed; an older file there is replaced" };
    private static readonly Option<bool> Inexact = new("--inexact") { Description = "Windows without exact times become trips too: times that nobody promised then look as if somebody had" };

    public static Command Create()
    {
        var command = new Command(
            "expand", "Writes departures of frequencies.txt with exact times out as trips. A hub's real-time feeds fit it if the hub serves this feed, not the one it was made of.") { Feed, Out, Inexact };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        (string feed, string path) = (FeedPath.Existing(parsed.GetValue(Feed)!), parsed.GetValue(Out)!);
        ExpansionReport report;
        try
        {
            report = FeedPath.Reading(() => FeedPath.Write(path, zip => FrequencyExpander.Expand(feed, parsed.GetValue(Inexact), zip, cancellation)));
        }
        catch (MergeException problem)
        {
            throw CommandException.InputHasErrors(problem.Message);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {report.Trips:N0} trips of {report.Templates:N0} templates; {report.WindowsLeft:N0} windows stay in frequencies.txt; {report.RowsLeftOut:N0} rows of other files that named a template were left out")).ConfigureAwait(false);
        if (report.WindowsLeft > 0)
        {
            await output.WriteLineAsync($"These have no exact times: {Inexact.Name} writes them out as well.").ConfigureAwait(false);
        }

        return ExitCode.Done;
    }
}
