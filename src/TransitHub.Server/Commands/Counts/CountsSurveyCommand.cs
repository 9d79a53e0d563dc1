using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Server.Commands.Replay;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Loads;

namespace TransitHub.Server.Commands.Counts;

/// <summary><c>transithub counts survey</c>: riders counted by hand beside the counters over the doors, into the settings that correct those.</summary>
internal static class CountsSurveyCommand
{
    private const string Csv = "csv";
    private const string Log = "log";
    private const string Archive = "archive";
    private static readonly string[] BandNames = ["up to a quarter full", "up to half", "up to three quarters", "beyond"];

    private static readonly Option<string> Survey = new("--survey") { Required = true, HelpName = "FILE", Description = "Counted by hand, CSV: vehicle_id, departure_unix, boarding, alighting, load, capacity" };
    private static readonly Option<string> CountsOption = new("--counts") { Required = true, HelpName = "PATH", Description = "What the counters told in that time, CSV: vehicle_id, at_unix, boardings, alightings; or a hub's own log (DATA/FEED/log with --format log) or days (DATA/FEED/archive with --format archive)" };
    private static readonly Option<string> Format = new("--format") { HelpName = "FORMAT", DefaultValueFactory = static _ => Csv, Description = $"Of --counts: {Csv}, {Log} or {Archive}" };
    private static readonly Option<string?> Feed = new("--feed") { HelpName = "NAME", Description = "The feed of a log or archive" };
    private static readonly Option<int> Within = new("--within") { HelpName = "SECONDS", DefaultValueFactory = static _ => 60, Description = "How far a count may lie from the departure that it is of, 1 to 600" };

    public static Command Create()
    {
        var command = new Command("survey", "Compares riders counted by hand with what counters told, and prints the settings that correct them.") { Survey, CountsOption, Format, Feed, Within };
        command.SetAction(static (parsed, cancellation) => RunAsync(parsed, parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        int within = CommandArguments.InRange(parsed.GetValue(Within), 1, 600, "--within");
        IReadOnlyList<SurveyedStop> survey = Read(parsed.GetValue(Survey)!, "--survey", SurveyFiles.ReadSurvey);
        string path = parsed.GetValue(CountsOption)!;
        IReadOnlyList<SurveyCount> counts = parsed.GetValue(Format) switch
        {
            Csv => Read(path, "--counts", SurveyFiles.ReadCounts),
            (Log or Archive) and var own when parsed.GetValue(Feed) is { } feed => await ReadLogAsync(path, own, CommandArguments.FeedId(feed), cancellation).ConfigureAwait(false),
            (Log or Archive) and var own => throw CommandException.WrongUse($"--format {own} needs --feed: name the feed whose {own} it is."),
            var other => throw CommandException.WrongUse($"--format {other} is not known here: {Csv}, {Log} or {Archive}."),
        };
        SurveyFactors factors = CountSurvey.Compare(survey, counts, within);
        if (factors.Matched == 0)
        {
            throw CommandException.InputHasErrors(string.Create(CultureInfo.InvariantCulture,
                $"None of {survey.Count:N0} surveyed stops has a count of its vehicle within {within} s, of {counts.Count:N0} counts. Compare the vehicle ids and the clocks of both files, or give a greater --within."));
        }

        await output.WriteLineAsync(Report(factors)).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static IReadOnlyList<T> Read<T>(string path, string option, Func<string, IReadOnlyList<T>> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{option} {path}: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            throw CommandException.InputHasErrors(exception.Message);
        }
    }

    private static async Task<IReadOnlyList<SurveyCount>> ReadLogAsync(string path, string format, FeedId feed, CancellationToken cancellation)
    {
        try
        {
            List<SurveyCount> counts = [];
            using Recording recording = RecordingInput.Open(path, format);
            var source = new ReplaySource(recording, feed);
            Task reading = Task.Run(() => source.RunAsync(cancellation), CancellationToken.None);
            await foreach (ReplayRecord[] batch in source.Batches.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                counts.AddRange(batch.Select(r => r.Observation).OfType<PassengerCount>().Select(c => new SurveyCount(
                    c.Device.ToString(), c.CorrectedAt.UnixMilliseconds / 1000.0, c.Boardings ?? 0, c.Alightings ?? 0)));
            }

            await reading.ConfigureAwait(false);
            return counts;
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
    }

    private static string Report(SurveyFactors factors)
    {
        CultureInfo plain = CultureInfo.InvariantCulture;
        List<string> lines =
        [
            string.Create(plain, $"{factors.Matched:N0} of {factors.Stops:N0} surveyed stops have counts; {factors.Unmatched:N0} counts are of no surveyed stop."),
            string.Empty,
            "| vehicle | riders by hand | counted | factor |",
            "|---|---|---|---|",
            .. factors.Bands.Select((b, i) => string.Create(plain, $"| {BandNames[i]} | {b.Riders:F0} | {b.Counted:F0} | {b.Factor:F2} |")),
            string.Empty,
            "Settings:",
        ];
        JsonObject load = new() { [nameof(LoadOptions.CountFactors)] = Numbers(factors.Bands.Select(b => b.Factor)) };
        if (factors.Devices.Count > 0)
        {
            JsonObject devices = [];
            foreach ((string device, IReadOnlyList<double> own) in factors.Devices)
            {
                devices[device] = Numbers(own);
            }

            load[nameof(LoadOptions.DeviceCountFactors)] = devices;
        }

        JsonObject settings = new() { ["Fusion"] = new JsonObject { ["Fusion"] = new JsonObject { ["Load"] = load } } };
        return string.Join(Environment.NewLine, lines) + Environment.NewLine + settings.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(v => JsonValue.Create(Math.Round(v, 2)))];
}
