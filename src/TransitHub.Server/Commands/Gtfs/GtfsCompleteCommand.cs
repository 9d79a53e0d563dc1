using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Completing;
using TransitHub.Gtfs.Merging;
using TransitHub.Gtfs.Sheets;
using TransitHub.Training.Tracing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs complete</c>: gives routes of a feed the stop times, shapes and headways that it lacks, from sheets that name its own ids.</summary>
internal static class GtfsCompleteCommand
{
    private static readonly Argument<string> Feed = new("GTFS") { HelpName = "GTFS.zip", Description = "The feed, a zip or a folder" };
    private static readonly Argument<string?> Sheets = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The folder of the sheets: routes/*.yaml with one route each, and network.yaml with named ways" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the completed feed; an older file there is replaced" };
    private static readonly Option<bool> OnlyRidable = new("--only-ridable") { Description = "Trips that nobody can ride, and routes that have no other, are left out" };

    public static Command Create()
    {
        TraceInput traces = new();
        var command = new Command("complete", "Completes routes of a feed that lacks stop times, shapes or headways with sheets, or with the ways that vehicles were seen to take. What the feed has stays; exit code 1 and no zip if a sheet has a mistake.") { Feed, Sheets, Out, OnlyRidable };
        foreach (Option option in traces.Options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => RunAsync(parsed, traces, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TraceInput traces, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        string feed = FeedPath.Existing(parsed.GetValue(Feed)!);
        (string? folder, string path) = (parsed.GetValue(Sheets), parsed.GetValue(Out)!);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw CommandException.WrongUse($"There is no folder {folder}: name the one that holds routes/.");
        }

        WayTracer? tracer = traces.Read(parsed, cancellation);
        if (folder is null && tracer is null)
        {
            throw CommandException.WrongUse("Give the folder of the sheets, or --traces, or both: nothing else tells what the feed lacks.");
        }

        Func<IReadOnlyList<GeoPoint>, DrawnWay?>? draw = tracer is null ? null : stops => traces.Draw(tracer, WayName(stops), stops);
        CompletionResult result;
        try
        {
            result = FeedPath.Reading(() => FeedPath.Write(path, zip => Complete(feed, folder, draw, parsed.GetValue(OnlyRidable), zip, cancellation)));
        }
        catch (MergeException problem)
        {
            throw CommandException.InputHasErrors(problem.Message);
        }
        catch (SheetMistakes mistakes)
        {
            await WriteProblemsAsync(mistakes.Problems, folder, error).ConfigureAwait(false);
            throw CommandException.InputHasErrors(string.Create(CultureInfo.InvariantCulture, $"{folder} has {mistakes.Problems.ErrorCount} mistake(s). No zip was written."));
        }

        await WriteProblemsAsync(result.Problems, folder, error).ConfigureAwait(false);
        IEnumerable<string> text = [.. Text(result, FeedUse.Of(path, cancellation)), .. tracer is null ? [] : traces.Text()];
        await output.WriteLineAsync(string.Join('\n', text)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static CompletionResult Complete(
        string feed, string? folder, Func<IReadOnlyList<GeoPoint>, DrawnWay?>? draw, bool onlyRidable, Stream zip, CancellationToken cancellation)
    {
        CompletionResult result = FeedCompleter.Complete(feed, folder is null ? null : SheetFiles.OfFolder(folder), draw, onlyRidable, zip, cancellation);
        return result.Problems.HasErrors ? throw new SheetMistakes(result.Problems) : result;
    }

    /// <summary>A pattern by its ends: it may have no name that tells it from others.</summary>
    private static string WayName(IReadOnlyList<GeoPoint> stops) => string.Create(
        CultureInfo.InvariantCulture, $"{stops.Count} stops from {stops[0].Lat:F5}, {stops[0].Lon:F5} to {stops[^1].Lat:F5}, {stops[^1].Lon:F5}");

    private static async Task WriteProblemsAsync(SheetProblems problems, string? folder, TextWriter error)
    {
        foreach (SheetProblem problem in problems.InOrder())
        {
            await error.WriteLineAsync((problem with { File = Path.Combine(folder ?? string.Empty, problem.File) }).ToString()).ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> Text(CompletionResult result, FeedUse after)
    {
        foreach (CompletedRoute route in result.Routes)
        {
            (int Count, string Word)[] parts =
            [
                (route.Timed, "trips got stop times"), (route.Drawn, "got a shape"), (route.Added, "were added"), (route.Kept, "can be ridden as they are"),
                (route.OtherDirection, "run in a direction of which the sheet says nothing"), (route.Untimed, "are still without a time: give the sheet a 'service'"),
                (route.ServiceIgnored, "parts of the sheet's 'service' were not used: the feed tells when these run"),
            ];
            string said = string.Join(", ", parts.Where(p => p.Count > 0).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Count} {p.Word}")));
            yield return $"route {route.RouteId} ({route.Sheet}): {(said.Length > 0 ? said : "has no trip that the sheet is for")}";
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"{result.Shapes} shapes and {result.Stops} stops were added; {result.TripsLeftOut} trips and {result.RoutesLeftOut} routes were left out");
        yield return "before: " + string.Join("; ", FeedUseText.Lines(result.Before));
        yield return "after: " + string.Join("; ", FeedUseText.Lines(after));
    }

    /// <summary>Keeps what was half written from taking the place of an older zip.</summary>
    private sealed class SheetMistakes(SheetProblems problems) : Exception("The sheets have mistakes.")
    {
        public SheetProblems Problems { get; } = problems;
    }
}
