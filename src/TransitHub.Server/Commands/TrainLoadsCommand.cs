using System.CommandLine;
using TransitHub.Core.Ids;
using TransitHub.Server.Commands.Train;
using TransitHub.Server.Options;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub train-loads</c>: recorded loads into a model of the riders on board at stops ahead, which serve takes with <c>--load-model</c>.</summary>
internal static class TrainLoadsCommand
{
    private const string Csv = "csv";
    private const string Log = "log";
    private const string Archive = "archive";

    private static readonly Option<string[]> Input = new("--input") { Required = true, HelpName = "PATH", Description = "Loads by trip and stop (CSV, plain or .gz), or a hub's own log (DATA/FEED/log with --format log) or days (DATA/FEED/archive with --format archive); may be given again, the latest last" };
    private static readonly Option<string> Format = new("--format") { HelpName = "FORMAT", DefaultValueFactory = static _ => Csv, Description = $"{Csv}, {Log} or {Archive}" };
    private static readonly Option<string?> Feed = new("--feed") { HelpName = "NAME", Description = "The feed of a log" };
    private static readonly Option<string?> Gtfs = new("--gtfs") { HelpName = "ZIP", Description = "Static GTFS of a log, a zip or a folder" };
    private static readonly Option<string?> Config = new("--config") { HelpName = "FILE", Description = "The hub's settings, for a log: room in vehicles and factors of counts" };
    private static readonly Option<int> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = static _ => 1, Description = "Draws the first weights and the order of the rows" };
    private static readonly Option<int> Rows = new("--max-rows") { HelpName = "N", DefaultValueFactory = static _ => 600_000, Description = "Rows kept at most, 10000 to 20000000; of more, an even part" };
    private static readonly Option<string> License = new("--license") { HelpName = "TEXT", DefaultValueFactory = static _ => "not stated by who trained it.", Description = "Under which terms the loads may be used; stands on the card" };
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Folder that takes model.onnx, card.md and sample.json, such as models/load-ahead/2" };

    public static Command Create()
    {
        var command = new Command("train-loads", "Learns from recorded loads how full vehicles will be at stops ahead.") { Input, Format, Feed, Gtfs, Config, Seed, Rows, License, Out };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        TrainLoadsOptions options = Read(parsed);
        using var stop = new StopSignals();
        try
        {
            return await new TrainLoadsWork(options, output, error).RunAsync(stop.Stop).ConfigureAwait(false);
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

    private static TrainLoadsOptions Read(ParseResult parsed)
    {
        string format = parsed.GetValue(Format)!;
        bool isLog = format is Log or Archive;
        if (!isLog && format != Csv)
        {
            throw CommandException.WrongUse($"--format {format} is not known here: {Csv} for loads by trip and stop, {Log} for a hub's own log, {Archive} for its days.");
        }

        if (isLog && (parsed.GetValue(Feed) is null || parsed.GetValue(Gtfs) is null))
        {
            throw CommandException.WrongUse($"--format {format} needs --feed and --gtfs: it tells of vehicles, the timetable which stops they serve.");
        }

        return new TrainLoadsOptions
        {
            Inputs = parsed.GetValue(Input)!,
            IsLog = isLog,
            Format = format,
            Feed = isLog ? CommandArguments.FeedId(parsed.GetValue(Feed)!) : default(FeedId),
            Gtfs = parsed.GetValue(Gtfs) ?? string.Empty,
            Fusion = isLog && parsed.GetValue(Config) is { } config ? HubSettings.Read(config, new Dictionary<string, string?>(), []).Fusion.Fusion : null,
            Seed = parsed.GetValue(Seed),
            MaxRows = CommandArguments.InRange(parsed.GetValue(Rows), 10_000, 20_000_000, "--max-rows"),
            License = parsed.GetValue(License)!,
            Out = parsed.GetValue(Out)!,
        };
    }
}
