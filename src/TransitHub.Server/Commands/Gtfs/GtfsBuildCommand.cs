using System.CommandLine;
using System.Globalization;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;
using TransitHub.Training.Tracing;

namespace TransitHub.Server.Commands.Gtfs;

/// <summary><c>transithub gtfs build</c>: line sheets to a GTFS zip, or every mistake in them.</summary>
internal static class GtfsBuildCommand
{
    private static readonly Argument<string> Sheets = new("DIR") { Description = "The folder of the sheets: network.yaml, and lines/*.yaml with one line each" };
    private static readonly Option<string> Out = new("--out") { HelpName = "ZIP", Required = true, Description = "Where to write the feed; an older file there is replaced" };

    public static Command Create()
    {
        TraceInput traces = new();
        var command = new Command("build", "Builds a GTFS feed from line sheets. Lists all mistakes with file, line and remedy; exit code 1 and no zip if there are any.")
        {
            Sheets, Out,
        };
        foreach (Option option in traces.Options)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(Sheets)!, parsed.GetValue(Out)!, traces, traces.Read(parsed, cancellation), TimeProvider.System,
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    /// <summary>Builds; the clock tells whether the sheets' dates have passed.</summary>
    internal static async Task<int> RunAsync(
        string folder, string path, TraceInput traces, WayTracer? tracer, TimeProvider clock, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        LineNetworkResult result = Read(folder);
        var today = ServiceDate.FromDayNumber(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).DayNumber);
        IReadOnlyList<SheetProblem> problems = [.. result.Problems.InOrder(), .. result.Network?.CheckDates(today) ?? []];
        foreach (SheetProblem problem in problems)
        {
            await error.WriteLineAsync((problem with { File = Path.Combine(folder, problem.File) }).ToString()).ConfigureAwait(false);
        }

        if (result.Network is not { } network)
        {
            string left = result.Problems.LeftOut > 0 ? $", {Number(result.Problems.LeftOut)} of them not listed" : string.Empty;
            throw CommandException.InputHasErrors($"{folder} has {Count(result.Problems.ErrorCount, "mistake")}{left}. No zip was written.");
        }

        network = tracer is null ? network : network.Redraw((line, direction) => traces.Draw(tracer, $"{line.Id}, direction {direction.Id}", [.. direction.Stops.Select(call => call.Stop.Place)]));
        GtfsBuildReport report = Write(network, path, cancellation, out long bytes);
        await output.WriteLineAsync(
            $"{path}: {Count(report.Lines, "line")}, {Count(report.Stops, "stop")}, {Count(report.Trips, "trip")} "
            + $"({Count(report.HeadwayWindows, "headway window")}, {Count(report.StopTimes, "stop time")}), {Count(report.Shapes, "shape")}, {Number(bytes)} bytes").ConfigureAwait(false);
        await output.WriteLineAsync(
            $"version {report.Version}, valid from {Day(report.ValidFrom)} to {Day(report.ValidTo)}"
            + (problems.Count > 0 ? $", {Count(problems.Count, "warning")}" : string.Empty)).ConfigureAwait(false);
        foreach (string line in tracer is null ? [] : traces.Text())
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }

        return ExitCode.Done;
    }

    private static LineNetworkResult Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw CommandException.WrongUse($"There is no folder {folder}: name the one that holds network.yaml.");
        }

        try
        {
            return LineNetwork.Read(SheetFiles.OfFolder(folder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{folder} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes beside the target first, so that a build that fails leaves an older zip as it was.</summary>
    internal static GtfsBuildReport Write(LineNetwork network, string path, CancellationToken cancellation, out long bytes)
    {
        string part = path + ".part";
        try
        {
            GtfsBuildReport report;
            using (FileStream zip = File.Create(part))
            {
                report = GtfsBuilder.Build(network, zip, options: null, cancellation);
                bytes = zip.Length;
            }

            File.Move(part, path, overwrite: true);
            return report;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(part);
            throw CommandException.WrongUse($"--out {path} cannot be written: {exception.Message}");
        }
    }

    private static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? string.Empty : "s")}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Day(ServiceDate date) => date.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
