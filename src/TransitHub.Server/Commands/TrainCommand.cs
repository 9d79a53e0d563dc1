using System.CommandLine;
using TransitHub.Server.Commands.Train;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub train</c>: an archive into a model of the arrivals' errors, which serve and replay take with <c>--model</c>.</summary>
internal static class TrainCommand
{
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string[]> Gtfs = new("--gtfs") { Required = true, HelpName = "ZIP", Description = "Static GTFS of the archive, a zip or a folder; give --gtfs and --input again for more archives, the latest last: it is kept for checking" };
    private static readonly Option<string[]> Input = new("--input") { Required = true, HelpName = "PATH", Description = "The archive: a recording, a hub's own log (DATA/FEED/log with --format log), or its days (DATA/FEED/archive with --format archive)" };
    private static readonly Option<string[]> Format = new("--format") { Required = true, HelpName = "FORMAT", Description = $"One of {RecordingFormatText.All}; once for all archives or once for each" };
    private static readonly Option<string[]> Arrivals = new("--arrivals") { HelpName = "FILE", Description = "True arrivals of each archive: service_date, trip_id, stop_sequence, arrival_unix (default: those the hub measures)" };
    private static readonly Option<long?> From = new("--from") { HelpName = "UNIX", Description = "First moment to learn from; earlier rows still warm up the state" };
    private static readonly Option<long?> To = new("--to") { HelpName = "UNIX", Description = "Last moment that is read" };
    private static readonly Option<int> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = static _ => 1, Description = "Draws the first weights and the order of the rows" };
    private static readonly Option<int> Rows = new("--max-rows") { HelpName = "N", DefaultValueFactory = static _ => 600_000, Description = "Rows kept at most, 10000 to 20000000; of more, an even part" };
    private static readonly Option<string> License = new("--license") { HelpName = "TEXT", DefaultValueFactory = static _ => "not stated by who trained it.", Description = "Under which terms the archive may be used; stands on the card" };
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Folder that takes model.onnx, card.md and sample.json, such as models/arrival-residual/2" };

    public static Command Create()
    {
        var command = new Command("train", "Learns from an archive how wrong the predictions' formula is, and when.")
        {
            Feed, Gtfs, Input, Format, Arrivals, From, To, Seed, Rows, License, Out,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        TrainOptions options = Read(parsed);
        using var stop = new StopSignals();
        try
        {
            return await new TrainWork(options, output, error).RunAsync(stop.Stop).ConfigureAwait(false);
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped; no model was written.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static TrainOptions Read(ParseResult parsed)
    {
        long? from = parsed.GetValue(From);
        long? to = parsed.GetValue(To);
        if (from > to)
        {
            throw CommandException.WrongUse($"--from {from} lies after --to {to}: swap them.");
        }

        return new TrainOptions
        {
            Feed = CommandArguments.FeedId(parsed.GetValue(Feed)!),
            Archives = ReadArchives(parsed),
            From = CommandArguments.Moment(from, "--from"),
            To = CommandArguments.Moment(to, "--to"),
            Seed = parsed.GetValue(Seed),
            MaxRows = CommandArguments.InRange(parsed.GetValue(Rows), 10_000, 20_000_000, "--max-rows"),
            License = parsed.GetValue(License)!,
            Out = parsed.GetValue(Out)!,
        };
    }

    private static List<TrainArchive> ReadArchives(ParseResult parsed)
    {
        string[] gtfs = parsed.GetValue(Gtfs)!;
        string[] inputs = parsed.GetValue(Input)!;
        string[] formats = parsed.GetValue(Format)!;
        string[] arrivals = parsed.GetValue(Arrivals) ?? [];
        if (gtfs.Length != inputs.Length || (formats.Length != 1 && formats.Length != inputs.Length) || (arrivals.Length != 0 && arrivals.Length != inputs.Length))
        {
            throw CommandException.WrongUse("Each archive needs its own --gtfs and --input, in the same order; --format once or for each; --arrivals for each or not at all.");
        }

        return [.. inputs.Select((input, i) => new TrainArchive(
            gtfs[i], input, CommandArguments.FormatName(formats[formats.Length == 1 ? 0 : i]), arrivals.Length == 0 ? null : arrivals[i]))];
    }
}
