using System.CommandLine;
using TransitHub.Server.Commands.Replay;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub replay</c>: a recording through the hub's own gate and fusion, as fast as the machine can, into feed files.</summary>
internal static class ReplayCommand
{
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Gtfs = new("--gtfs") { Required = true, HelpName = "ZIP", Description = "Static GTFS, a zip or a folder" };
    private static readonly Option<string> Input = CommandArguments.Input();
    private static readonly Option<string> Format = CommandArguments.Format();
    private static readonly Option<string> Out = new("--out") { Required = true, HelpName = "DIR", Description = "Folder for the feed files, rejections.csv, rejected-records.csv and summary.json; what an earlier replay wrote there is replaced" };
    private static readonly Option<int> Every = new("--every") { HelpName = "SECONDS", DefaultValueFactory = static _ => 30, Description = "A snapshot on every whole multiple of so many seconds, 1 to 86400" };
    private static readonly Option<long?> From = new("--from") { HelpName = "UNIX", Description = "First moment to write; earlier rows still warm up the state" };
    private static readonly Option<long?> To = new("--to") { HelpName = "UNIX", Description = "Last moment to write; later rows are not read" };
    private static readonly Option<int> Listed = new("--listed") { HelpName = "N", DefaultValueFactory = static _ => 1000, Description = "Records listed for each reason in rejected-records.csv, 0 to 1000000" };
    private static readonly Option<string?> Model = CommandArguments.Model();
    private static readonly Option<bool> NoModel = CommandArguments.NoModel();
    private static readonly Option<bool> PublishAlerts = new("--publish-alerts") { Description = "Automatic alerts stand in the alerts' files; otherwise they would only be proposed to operators" };
    private static readonly Option<string?> Devices = new("--devices") { HelpName = "FILE", Description = "The devices file of cameras and counters: what passes them then stands in for positions" };

    public static Command Create()
    {
        var command = new Command("replay", "Replays a recording offline in its own received time and writes GTFS-Realtime files. Two runs give the same bytes.")
        {
            Feed, Gtfs, Input, Format, Out, Every, From, To, Listed, Model, NoModel, Devices, PublishAlerts,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        ReplayOptions options = Read(parsed);
        using var stop = new StopSignals();
        var work = new ReplayWork(options, output, error, TimeProvider.System);
        try
        {
            return await work.RunAsync(stop.Stop).ConfigureAwait(false);
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped; the feed files written so far stay, and there is no summary.json.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static ReplayOptions Read(ParseResult parsed)
    {
        int every = CommandArguments.InRange(parsed.GetValue(Every), 1, 86_400, "--every");
        int listed = CommandArguments.InRange(parsed.GetValue(Listed), 0, 1_000_000, "--listed");
        long? from = parsed.GetValue(From);
        long? to = parsed.GetValue(To);
        if (from > to)
        {
            throw CommandException.WrongUse($"--from {from} lies after --to {to}: swap them.");
        }

        return new ReplayOptions
        {
            Feed = CommandArguments.FeedId(parsed.GetValue(Feed)!),
            Gtfs = parsed.GetValue(Gtfs)!,
            Input = parsed.GetValue(Input)!,
            Format = CommandArguments.FormatName(parsed.GetValue(Format)!),
            Out = parsed.GetValue(Out)!,
            EverySeconds = every,
            From = CommandArguments.Moment(from, "--from"),
            To = CommandArguments.Moment(to, "--to"),
            ListedPerReason = listed,
            Devices = parsed.GetValue(Devices),
            PublishAlerts = parsed.GetValue(PublishAlerts),
            Model = CommandArguments.ModelFolder(parsed.GetValue(Model), parsed.GetValue(NoModel)),
        };
    }
}
