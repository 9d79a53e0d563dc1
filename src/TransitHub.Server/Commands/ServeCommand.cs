using System.CommandLine;
using System.CommandLine.Parsing;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Redis;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Commands;

/// <summary><c>transithub serve</c>: runs the hub until it is told to stop.</summary>
internal static class ServeCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "Folder of the observation log and static feeds (default ./data).", HelpName = "DIR" };
    private static readonly Option<string?> Config = new("--config") { Description = "JSON file of settings; environment variables TRANSITHUB__NAME and these options win over it.", HelpName = "FILE" };
    private static readonly Option<string[]> Feed = new("--feed") { Description = "A feed's id; give it again for more feeds (default: one feed named default).", HelpName = "ID" };
    private static readonly Option<string[]> Gtfs = new("--gtfs") { Description = "Static GTFS of the --feed before it: a zip, a folder or a URL.", HelpName = "FILE|URL" };
    private static readonly Option<string[]> Devices = new("--devices") { Description = "Cameras and counters of the --feed before it: a devices file (YAML); with --redis the default is what devices put has put there.", HelpName = "FILE" };
    private static readonly Option<string?> Http = new("--http") { Description = "Where HTTP listens (default 127.0.0.1:8080).", HelpName = "ADDRESS:PORT" };
    private static readonly Option<string?> Grpc = new("--grpc") { Description = "Where gRPC listens (default 127.0.0.1:8081).", HelpName = "ADDRESS:PORT" };
    private static readonly Option<string?> MqttListen = new("--mqtt-listen") { Description = "Where the embedded MQTT broker listens (default 127.0.0.1:1883).", HelpName = "ADDRESS:PORT" };
    private static readonly Option<string?> MqttTlsListen = new("--mqtts-listen") { Description = "Where the embedded MQTT broker listens for TLS (settings Broker:Tls; default nowhere).", HelpName = "ADDRESS:PORT" };
    private static readonly Option<string?> Mqtt = new("--mqtt") { Description = "An outside MQTT broker instead of the embedded one.", HelpName = "mqtt[s]://USER:PASSWORD@HOST:PORT" };
    private static readonly Option<string?> Model = CommandArguments.Model();
    private static readonly Option<string?> LoadModel = CommandArguments.LoadModel();
    private static readonly Option<bool> NoModel = CommandArguments.NoModel();
    private static readonly Option<string?> LogFormat = new("--log-format") { Description = "The log on standard error: text for people (default), json for machines.", HelpName = "text|json" };
    private static readonly Option<string?> Redis = new("--redis") { Description = "Redis or Valkey that the processes of a scaled-out hub share; without it all is in this process.", HelpName = "HOST:PORT,..." };
    private static readonly Option<string?> Roles = new("--roles") { Description = "What this process does, all of it by default; fewer need --redis.", HelpName = RoleNames.All };

    private static readonly (Option<string?> Option, string Setting)[] Settings =
        [(Data, nameof(HubOptions.Data)), (Http, nameof(HubOptions.Http)), (Grpc, nameof(HubOptions.Grpc)), (MqttListen, nameof(HubOptions.MqttListen)), (MqttTlsListen, nameof(HubOptions.MqttTlsListen)), (Mqtt, nameof(HubOptions.Mqtt)),
        (Redis, nameof(HubOptions.Redis) + ":" + nameof(RedisOptions.Address)), (Roles, nameof(HubOptions.Roles)),
        (LogFormat, $"{nameof(HubOptions.Logging)}:{nameof(LoggingOptions.Format)}")];

    public static Command Create()
    {
        var command = new Command("serve", "Runs the hub: MQTT in, GTFS-Realtime, gRPC and JSON out.") { Data, Config, Feed, Gtfs, Devices, Http, Grpc, MqttListen, MqttTlsListen, Mqtt, Model, LoadModel, NoModel, LogFormat, Redis, Roles };
        command.SetAction(static (parsed, _) => RunAsync(parsed));
        return command;
    }

    /// <summary>Reads the settings of a command line.</summary>
    internal static HubOptions ReadOptions(ParseResult parsed)
    {
        if (parsed.GetValue(Mqtt) is not null && (parsed.GetValue(MqttListen) is not null || parsed.GetValue(MqttTlsListen) is not null))
        {
            throw CommandException.WrongUse("--mqtt names an outside broker and --mqtt-listen or --mqtts-listen the embedded one: give one of them.");
        }

        Dictionary<string, string?> given = Settings
            .Select(s => (s.Setting, Value: parsed.GetValue(s.Option)))
            .Where(s => s.Value is not null)
            .ToDictionary(s => s.Setting, s => s.Value, StringComparer.Ordinal);
        string? model = CommandArguments.ModelFolder(parsed.GetValue(Model), parsed.GetValue(NoModel));
        if (model is not null)
        {
            given[nameof(HubOptions.Model)] = model;
        }

        string? loadModel = parsed.GetValue(LoadModel) is not { } named ? (parsed.GetValue(NoModel) ? string.Empty : null)
            : string.IsNullOrWhiteSpace(named) ? throw CommandException.WrongUse("--load-model is empty: name the folder of a model, or give --no-model for the formulas alone.")
            : parsed.GetValue(NoModel) ? throw CommandException.WrongUse("--load-model names a model and --no-model wants none: give one of them.")
            : named;
        if (loadModel is not null)
        {
            given[nameof(HubOptions.LoadModel)] = loadModel;
        }

        HubOptions options = HubSettings.Read(parsed.GetValue(Config), given, PairFeeds(parsed.Tokens));
        if (model is not null)
        {
            // What is said on the command line holds for every feed.
            options.Feeds.ForEach(feed => feed.Model = null);
        }

        if (loadModel is not null)
        {
            options.Feeds.ForEach(feed => feed.LoadModel = null);
        }

        return options;
    }

    /// <summary>The options may alternate any number of times, so only the order of the words tells which belong together.</summary>
    private static List<FeedSettings> PairFeeds(IReadOnlyList<Token> tokens)
    {
        List<FeedSettings> feeds = [];
        for (int i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Type == TokenType.Option && tokens[i].Value == Feed.Name)
            {
                feeds.Add(new FeedSettings { Id = tokens[i + 1].Value });
            }
            else if (tokens[i].Type == TokenType.Option && tokens[i].Value == Gtfs.Name)
            {
                FeedBefore(feeds, Gtfs, f => f.Gtfs, tokens[i + 1].Value).Gtfs = tokens[i + 1].Value;
            }
            else if (tokens[i].Type == TokenType.Option && tokens[i].Value == Devices.Name)
            {
                FeedBefore(feeds, Devices, f => f.Devices, tokens[i + 1].Value).Devices = tokens[i + 1].Value;
            }
        }

        return feeds;
    }

    private static FeedSettings FeedBefore(List<FeedSettings> feeds, Option option, Func<FeedSettings, string?> given, string value) =>
        feeds.Count == 0 || given(feeds[^1]) is not null
            ? throw CommandException.WrongUse($"{option.Name} {value} needs a --feed of its own before it: --feed ID {option.Name} {value}")
            : feeds[^1];

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        HubOptions options = ReadOptions(parsed);
        PortCheck.Require(options);
        TextWriter output = parsed.InvocationConfiguration.Output;
        using var signals = new StopSignals();
        try
        {
            return await ServeAsync(options, output, signals).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Told to stop while it was still starting: nothing was taken yet.
            return ExitCode.Done;
        }
    }

    private static async Task<int> ServeAsync(HubOptions options, TextWriter output, StopSignals signals)
    {
        TimeProvider clock = TimeProvider.System;
        IReadOnlyDictionary<FeedId, LoadedSchedule> schedules = await LoadAsync(options, clock, output, signals.Stop).ConfigureAwait(false);
        IHub hub = options.Redis is null
            ? Hub.Open(options, schedules, clock, new Random())
            : await ScaledHub.OpenAsync(options, schedules, clock, new Random(), signals.Stop).ConfigureAwait(false);
        await using (hub.ConfigureAwait(false))
        {
            await hub.StartAsync(signals.Stop).ConfigureAwait(false);
            await output.WriteLineAsync(ServeGreeting.Of(hub, options)).ConfigureAwait(false);
            bool asked = await hub.WaitAsync(signals.Stop).ConfigureAwait(false);
            await hub.StopAsync(signals.Force).ConfigureAwait(false);
            return asked ? ExitCode.Done : ExitCode.InputHasErrors;
        }
    }

    private static async Task<IReadOnlyDictionary<FeedId, LoadedSchedule>> LoadAsync(HubOptions options, TimeProvider clock, TextWriter output, CancellationToken stop)
    {
        // Whoever only takes in needs the feeds' names and no timetable.
        bool isIngestAlone = RoleNames.Parse(options.Roles) is { Count: 1 } roles && roles.Contains(RoleNames.Ingest);
        var schedules = new Dictionary<FeedId, LoadedSchedule>();
        foreach (FeedSettings feed in options.Feeds)
        {
            FeedId id = FeedId.Parse(feed.Id);
            if (isIngestAlone)
            {
                schedules[id] = new LoadedSchedule(Schedule.Empty, null);
                continue;
            }

            LoadedSchedule loaded = await ScheduleLoader.LoadAsync(feed, Path.Combine(options.Data, feed.Id, "gtfs"), clock, output.WriteLine, stop).ConfigureAwait(false);
            schedules[id] = loaded with { Devices = DevicesLoader.Load(feed, loaded.Schedule, output.WriteLine) };
        }

        return schedules;
    }
}
