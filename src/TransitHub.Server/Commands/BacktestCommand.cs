using System.CommandLine;
using TransitHub.Core.Time;
using TransitHub.Server.Commands.Backtest;
using TransitHub.Simulation.Recordings;
using TransitHub.Training.Backtesting;
using TransitHub.Training.Stress;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub backtest</c>: a recording through the hub's own core, its predictions and those of every other method against what truly came.</summary>
internal static class BacktestCommand
{
    private static readonly Option<string> Feed = CommandArguments.Feed();
    private static readonly Option<string> Gtfs = new("--gtfs") { Required = true, HelpName = "ZIP", Description = "Static GTFS, a zip or a folder" };
    private static readonly Option<string> Input = CommandArguments.Input();
    private static readonly Option<string> Format = CommandArguments.Format();
    private static readonly Option<string?> Arrivals = new("--arrivals") { HelpName = "FILE", Description = "True arrivals: CSV with service_date, trip_id, stop_sequence, arrival_unix, where known departure_unix, start_time, vehicle_id; plain or gzip. Without it they are derived from the recording" };
    private static readonly Option<string[]> History = new("--history") { HelpName = "FILE", Description = "Arrivals of earlier days for the historical methods and the hub; may be given several times" };
    private static readonly Option<string?> Model = new("--model") { HelpName = "DIR", Description = "Also score the hub with this learned model (transithub train), beside the hub without" };
    private static readonly Option<long?> TestFrom = new("--test-from") { HelpName = "UNIX", Description = "First moment that is scored; what lies before is fitted on. Without it everything is scored and nothing fitted" };
    private static readonly Option<long?> TestTo = new("--test-to") { HelpName = "UNIX", Description = "Last moment that is scored; by default 45 minutes before the end of the truth" };
    private static readonly Option<int> Every = new("--every") { HelpName = "SECONDS", DefaultValueFactory = static _ => 60, Description = "Seconds between two samples, 1 to 3600" };
    private static readonly Option<string> Report = new("--report") { Required = true, HelpName = "DIR", Description = "Folder for report.json, report.md, report.html and the plots; an earlier report there is replaced" };
    private static readonly Option<double> DropPings = new("--drop-pings") { HelpName = "SHARE", Description = "Stress: this share of the reports never arrives, 0 to 0.99" };
    private static readonly Option<int> ThinTo = new("--thin-to") { HelpName = "SECONDS", Description = "Stress: a vehicle reports at most once in so many seconds, 0 to 3600" };
    private static readonly Option<bool> HideTrips = new("--hide-trips") { Description = "Stress: the hub is not told trip, start, direction and route" };
    private static readonly Option<string> HideRoutes = new("--hide-routes") { HelpName = "yes|no", DefaultValueFactory = static _ => "yes", Description = "With --hide-trips: no leaves the route" };
    private static readonly Option<double> ClockSkew = new("--clock-skew") { HelpName = "SECONDS", Description = "Stress: each vehicle's clock is wrong by a constant up to this, either way, 0 to 3600" };
    private static readonly Option<double> Duplicates = new("--duplicates") { HelpName = "SHARE", Description = "Stress: this share of the reports comes twice, and this share late and out of order, 0 to 1" };
    private static readonly Option<double> GpsNoise = new("--gps-noise") { HelpName = "METERS", Description = "Stress: heavy-tailed error of this scale on every position, 0 to 1000" };
    private static readonly Option<int> CamerasOnly = new("--cameras-only") { HelpName = "STOPS", Description = "Stress: vehicles report no positions; cameras, one at every so many stops, tell who passes, 1 to 1000. 5 % are missed, 5 % false" };
    private static readonly Option<string[]> CameraLines = new("--camera-line") { HelpName = "LINE", Description = "With --cameras-only: only this line, by short name or route_id; may be given several times" };
    private static readonly Option<string> CameraRoutes = new("--camera-routes") { HelpName = "yes|no", DefaultValueFactory = static _ => "yes", Description = "With --cameras-only: no leaves the route unread" };
    private static readonly Option<long> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = static _ => 1L, Description = "Seed of stress and bootstrap" };

    public static Command Create()
    {
        var command = new Command("backtest", "Scores the hub's predictions and those of all known plain methods on a recording. Two runs give the same report.")
        {
            Feed, Gtfs, Input, Format, Arrivals, History, Model, TestFrom, TestTo, Every, Report,
            DropPings, ThinTo, HideTrips, HideRoutes, ClockSkew, Duplicates, GpsNoise, CamerasOnly, CameraLines, CameraRoutes, Seed,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, TextWriter output, TextWriter error)
    {
        BacktestSettings settings = Read(parsed);
        using var stop = new StopSignals();
        try
        {
            return await new BacktestWork(settings, output, error, TimeProvider.System).RunAsync(stop.Stop).ConfigureAwait(false);
        }
        catch (RecordingException exception)
        {
            throw exception.IsWrongUse ? CommandException.WrongUse(exception.Message) : CommandException.InputHasErrors(exception.Message);
        }
        catch (OperationCanceledException) when (stop.Stop.IsCancellationRequested)
        {
            await error.WriteLineAsync("transithub: stopped; there is no report.").ConfigureAwait(false);
            return StopSignals.Interrupted;
        }
    }

    private static BacktestSettings Read(ParseResult parsed)
    {
        int every = CommandArguments.InRange(parsed.GetValue(Every), 1, 3600, "--every");
        Timestamp? from = CommandArguments.Moment(parsed.GetValue(TestFrom), "--test-from");
        Timestamp? to = CommandArguments.Moment(parsed.GetValue(TestTo), "--test-to");
        if (from > to)
        {
            throw CommandException.WrongUse($"--test-from {from?.UnixSeconds} lies after --test-to {to?.UnixSeconds}: swap them.");
        }

        ulong seed = unchecked((ulong)parsed.GetValue(Seed));
        return new BacktestSettings
        {
            Feed = CommandArguments.FeedId(parsed.GetValue(Feed)!),
            Gtfs = parsed.GetValue(Gtfs)!,
            Input = parsed.GetValue(Input)!,
            Format = CommandArguments.FormatName(parsed.GetValue(Format)!),
            Arrivals = parsed.GetValue(Arrivals),
            History = parsed.GetValue(History) ?? [],
            Model = CommandArguments.ModelFolder(parsed.GetValue(Model), "leave it out for the formula alone"),
            Report = parsed.GetValue(Report)!,
            Options = new BacktestOptions
            {
                EverySeconds = every,
                TestFrom = from?.UnixSeconds,
                TestTo = to?.UnixSeconds,
                Seed = seed,
            },
            Stress = ReadStress(parsed, seed),
        };
    }

    private static StressOptions ReadStress(ParseResult parsed, ulong seed)
    {
        bool hidesRoutes = IsYes(parsed.GetValue(HideRoutes)!, "--hide-routes");
        if (!hidesRoutes && !parsed.GetValue(HideTrips))
        {
            throw CommandException.WrongUse("--hide-routes no says what --hide-trips leaves: give --hide-trips too, or neither.");
        }

        int cameraStops = CommandArguments.InRange(parsed.GetValue(CamerasOnly), 0, 1000, "--cameras-only");
        string[] cameraLines = parsed.GetValue(CameraLines) ?? [];
        bool readsRoutes = IsYes(parsed.GetValue(CameraRoutes)!, "--camera-routes");
        if (cameraStops == 0 && (cameraLines.Length > 0 || !readsRoutes))
        {
            throw CommandException.WrongUse("--camera-line and --camera-routes say what the cameras of --cameras-only see: give --cameras-only too, or none of them.");
        }

        return new StressOptions
        {
            DropShare = CommandArguments.InRange(parsed.GetValue(DropPings), 0, 0.99, "--drop-pings"),
            ThinToSeconds = CommandArguments.InRange(parsed.GetValue(ThinTo), 0, 3600, "--thin-to"),
            HideTrips = parsed.GetValue(HideTrips),
            HideRoutes = hidesRoutes,
            ClockSkewSeconds = CommandArguments.InRange(parsed.GetValue(ClockSkew), 0, 3600, "--clock-skew"),
            DuplicateShare = CommandArguments.InRange(parsed.GetValue(Duplicates), 0, 1, "--duplicates"),
            GpsNoiseMeters = CommandArguments.InRange(parsed.GetValue(GpsNoise), 0, 1000, "--gps-noise"),
            CameraStops = cameraStops,
            CameraLines = cameraLines,
            CamerasReadRoutes = readsRoutes,
            Seed = seed,
        };
    }

    private static bool IsYes(string text, string option) => text switch
    {
        "yes" => true,
        "no" => false,
        _ => throw CommandException.WrongUse($"{option} must be yes or no, not '{text}'."),
    };
}
