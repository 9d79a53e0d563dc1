using System.CommandLine;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TransitHub.Core.Time;
using TransitHub.Server.Commands.Demo;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub demo</c>: a hub and a simulated Bangkok in one process, over the MQTT path that real devices use.</summary>
internal static class DemoCommand
{
    private const double FastestSpeed = 3600;

    private static readonly Option<long> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = static _ => 1, Description = "Chooses one of all possible days: the same seed and time give the same messages" };
    private static readonly Option<string> Speed = new("--speed") { HelpName = "N|max", DefaultValueFactory = static _ => "1", Description = "Times real time, for the city and the hub that watches it; max: as fast as it goes" };
    private static readonly Option<int?> Vehicles = new("--vehicles") { HelpName = "N", Description = "How many report, 1 to 100000: fewer than the timetable needs, or the whole city several times (default: what the timetable needs)" };
    private static readonly Option<int?> Interval = new("--interval") { HelpName = "SECONDS", Description = "Seconds between two reports of a vehicle, 1 to 3600 (default: as usual on its line)" };
    private static readonly Option<int?> Hour = new("--hour") { HelpName = "0-23", Description = "The city's hour at the start (default: now; 8 when it is night in Bangkok)" };
    private static readonly Option<string?> Start = new("--start") { HelpName = "TIME", Description = "The city's and the hub's time at the start, Unix seconds or ISO 8601 with offset (default: now); with the same seed it repeats a run" };
    private static readonly Option<int?> For = new("--for") { HelpName = "MINUTES", Description = "Minutes of the city after which it ends (default: when it is stopped)" };
    private static readonly Option<string?> Truth = new("--truth") { HelpName = "DIR", Description = "Folder for what is true in the city: positions, stop times, loads, passages as CSV" };
    private static readonly Option<string?> Data = new("--data") { HelpName = "DIR", Description = "Folder of the hub's log and static feeds (default: one of its own, removed at the end)" };
    private static readonly Option<string?> Http = new("--http") { HelpName = "ADDRESS:PORT", Description = "Where HTTP listens (default 127.0.0.1:8080)" };
    private static readonly Option<string?> Grpc = new("--grpc") { HelpName = "ADDRESS:PORT", Description = "Where gRPC listens (default 127.0.0.1:8081)" };
    private static readonly Option<string?> MqttListen = new("--mqtt-listen") { HelpName = "ADDRESS:PORT", Description = "Where the embedded MQTT broker listens (default 127.0.0.1:1883)" };

    public static Command Create()
    {
        var command = new Command("demo", "Shows the sample city: a hub and simulated vehicles and cameras in one process, nothing to install or configure.")
        {
            Seed, Speed, Vehicles, Interval, Hour, Start, For, Truth, Data, Http, Grpc, MqttListen,
        };
        command.SetAction(static (parsed, _) => RunAsync(parsed));
        return command;
    }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="CommandException">A value is out of its range.</exception>
    internal static DemoOptions ReadOptions(ParseResult parsed) => new()
    {
        Seed = unchecked((ulong)parsed.GetValue(Seed)),
        Speed = Slower(CommandArguments.Tempo(parsed.GetValue(Speed)!)),
        Vehicles = Ranged(parsed.GetValue(Vehicles), 1, 100_000, Vehicles),
        ReportSeconds = Ranged(parsed.GetValue(Interval), 1, 3600, Interval),
        Hour = Ranged(parsed.GetValue(Hour), 0, 23, Hour),
        Start = parsed.GetValue(Start) is { } time ? Moment(time) : null,
        EndAfterSeconds = Ranged(parsed.GetValue(For), 1, 525_600, For) * 60.0,
        Truth = parsed.GetValue(Truth),
        Data = parsed.GetValue(Data),
    };

    /// <summary>Beyond it, what is on its way between city and hub is older than a hub takes; max waits for the hub instead.</summary>
    private static double? Slower(double? speed) => speed is > FastestSpeed
        ? throw CommandException.WrongUse($"--speed must be at most {FastestSpeed}, or max for as fast as it goes.")
        : speed;

    private static Timestamp Moment(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            return CommandArguments.Moment(seconds, Start.Name)!.Value;
        }

        InstantPattern utc = InstantPattern.ExtendedIso;
        OffsetDateTimePattern iso = OffsetDateTimePattern.ExtendedIso;
        return iso.Parse(text).TryGetValue(default, out OffsetDateTime there) ? new Timestamp(there.ToInstant().ToUnixTimeMilliseconds())
            : utc.Parse(text).TryGetValue(default, out Instant at) ? new Timestamp(at.ToUnixTimeMilliseconds())
            : throw CommandException.WrongUse($"--start '{text}' is no time: give Unix seconds, or such as 2026-11-23T08:00:00+07:00.");
    }

    private static int? Ranged(int? value, int least, int most, Option option) =>
        value is { } given ? CommandArguments.InRange(given, least, most, option.Name) : null;

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        DemoOptions options = ReadOptions(parsed);
        HubOptions hub = HubSettings.Read(null, Given(parsed), []);
        PortCheck.Require(hub);
        using var signals = new StopSignals();
        using var run = new DemoRun(options, hub, TimeProvider.System, parsed.InvocationConfiguration.Output);
        try
        {
            return await run.RunAsync(signals).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Told to stop while the city was still being built.
            return ExitCode.Done;
        }
    }

    private static Dictionary<string, string?> Given(ParseResult parsed) =>
        new (Option<string?> Option, string Setting)[] { (Http, nameof(HubOptions.Http)), (Grpc, nameof(HubOptions.Grpc)), (MqttListen, nameof(HubOptions.MqttListen)) }
            .Where(o => parsed.GetValue(o.Option) is not null)
            .ToDictionary(o => o.Setting, o => parsed.GetValue(o.Option), StringComparer.Ordinal);
}
