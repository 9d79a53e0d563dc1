using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using TransitHub.Load.Cameras;
using TransitHub.Load.Scaled;
using TransitHub.Testing.Processes;

namespace TransitHub.Load.Readers;

/// <summary>
/// <c>readers</c>: thousands of readers of a hub's streams beside the two calls that apps need, at a city that reports all the while, in phases so that one run compares them: none, calls alone,
/// streams alone, streams with slow ones among them, and all together. The hub, the streams' readers, the calls, and the publishers are four processes.
/// </summary>
internal static class ReadersCommand
{
    private const string FeedId = "city";
    private static readonly Option<string> Hub = new("--hub") { DefaultValueFactory = _ => "src/TransitHub.Server/bin/Release/net10.0/transithub", Description = "the built hub" };
    private static readonly Option<int> Vehicles = new("--vehicles") { DefaultValueFactory = _ => 3000, Description = "vehicles, all on trips of 60 stops" };
    private static readonly Option<int> ReportSeconds = new("--interval") { DefaultValueFactory = _ => 10, Description = "seconds between two reports of a vehicle" };
    private static readonly Option<int> Zones = new("--zones") { DefaultValueFactory = _ => 300, Description = "stops with a camera that sees who waits" };
    private static readonly Option<int> Grpc = new("--grpc-readers") { DefaultValueFactory = _ => 2000, Description = "readers over gRPC" };
    private static readonly Option<int> Sse = new("--sse-readers") { DefaultValueFactory = _ => 500, Description = "readers of server-sent events" };
    private static readonly Option<int> Slow = new("--slow") { DefaultValueFactory = _ => 10, Description = "slow readers besides" };
    private static readonly Option<double> Rate = new("--rate") { DefaultValueFactory = _ => 500, Description = "calls a second, half of each kind" };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 30, Description = "of each phase" };
    private static readonly Option<double> Settle = new("--settle") { DefaultValueFactory = _ => 30, Description = "seconds before each phase, in which readers come up to date" };
    private static readonly Option<string[]> Phases = new("--phase") { DefaultValueFactory = _ => ["idle", "calls", "streams", "slow", "all"], AllowMultipleArgumentsPerToken = true, Description = "which phases, of idle, calls, streams, slow, streams-calls, all" };
    private static readonly Option<bool> OverHttp = new("--http-calls") { Description = "the calls go over HTTP and JSON instead of gRPC" };
    private static readonly Option<ProcessPriorityClass> OfReaders = new("--readers-priority") { DefaultValueFactory = _ => ProcessPriorityClass.Normal, Description = "of the processor, to the process of the streams' readers: BelowNormal where they stand for other machines" };
    private static readonly Option<ProcessPriorityClass> OfCalls = new("--calls-priority") { DefaultValueFactory = _ => ProcessPriorityClass.Normal, Description = "of the processor, to the process of the calls: AboveNormal where they stand for other machines, which root alone may give" };

    public static Command Create()
    {
        Command command = new("readers", "Thousands of readers of streams, slow ones among them, beside the calls of apps.") { Hub, Vehicles, ReportSeconds, Zones, Grpc, Sse, Slow, Rate, Seconds, Settle, Phases, OverHttp, OfReaders, OfCalls };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("transithub-readers-").FullName;
        try
        {
            LoadCity city = new(parsed.GetValue(Vehicles), 0, 0, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            WaitingZones zones = new(city, FeedId, parsed.GetValue(Zones));
            await using HubProcess hub = await StartAsync(parsed, folder, city, zones);
            await hub.UntilReadyAsync(cancellation);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            using ObservationSender sender = new(city, FeedId, connections: 4, batch: 1);
            await sender.ConnectAsync(hub.MqttPort);
            Task publishing = Task.WhenAll(
                sender.RunAsync((double)city.Vehicles / parsed.GetValue(ReportSeconds), double.MaxValue, end.Token), PublishZonesAsync(hub.MqttPort, zones, end.Token));
            await Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(ReportSeconds) + 5), TimeProvider.System, cancellation);
            using LoadProcess calls = await StartCallsAsync(parsed, hub, cancellation);
            await CallAsync(calls, parsed.GetValue(Rate) / 2, parsed.GetValue(Settle) / 3, cancellation);
            Print($"{city.Vehicles} vehicles, {zones.Count} zones, {sender.Sent} positions sent, the hub has {hub.WorkingSet / 1e6:F0} MB");
            foreach (string phase in parsed.GetValue(Phases)!)
            {
                await MeasureAsync(parsed, phase, hub, calls, cancellation);
            }

            await end.CancelAsync();
            await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HubProcess> StartAsync(ParseResult parsed, string folder, LoadCity city, WaitingZones zones)
    {
        (string zip, string devices, string config) = (Path.Combine(folder, "city.zip"), Path.Combine(folder, "devices.yaml"), Path.Combine(folder, "hub.json"));
        LoadCityFiles.WriteGtfs(city, zip);
        await File.WriteAllTextAsync(devices, zones.Devices());
        await File.WriteAllTextAsync(config, $$"""
            { "Watch": { "MaxSubscribers": {{parsed.GetValue(Grpc) + parsed.GetValue(Sse) + (2 * parsed.GetValue(Slow))}} }, "Feeds": [ { "Id": "{{FeedId}}", "Gtfs": "{{zip}}", "Devices": "{{devices}}" } ] }
            """);
        return await HubProcess.StartAsync(parsed.GetValue(Hub)!, "--data", Path.Combine(folder, "data"), "--config", config);
    }

    private static async Task MeasureAsync(ParseResult parsed, string phase, HubProcess hub, LoadProcess calls, CancellationToken cancellation)
    {
        (bool hasStreams, bool hasSlow, bool hasCalls) = phase switch
        {
            "idle" => (false, false, false),
            "calls" => (false, false, true),
            "streams" => (true, false, false),
            "slow" => (true, true, false),
            "all" => (true, true, true),
            "streams-calls" => (true, false, true),
            _ => throw new ArgumentException($"There is no phase '{phase}'."),
        };
        long before = hub.WorkingSet;
        double seconds = parsed.GetValue(Seconds);
        using LoadProcess? readers = hasStreams ? await StartReadersAsync(parsed, hub, hasSlow ? parsed.GetValue(Slow) : 0, cancellation) : null;
        await Task.Delay(TimeSpan.FromSeconds(hasStreams ? parsed.GetValue(Settle) : 1), TimeProvider.System, cancellation);
        PrometheusText metrics = await PrometheusText.ReadAsync(hub.Http, cancellation);
        await (readers?.SayAsync("go") ?? Task.CompletedTask);
        (double ofHub, double own) = (hub.ProcessorSeconds, Environment.CpuUsage.TotalTime.TotalSeconds);
        long began = Stopwatch.GetTimestamp();
        CallReport? called = hasCalls ? await CallAsync(calls, parsed.GetValue(Rate), seconds, cancellation) : null;
        await Task.Delay(TimeSpan.FromSeconds(hasCalls ? 0 : seconds), TimeProvider.System, cancellation);

        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        (ofHub, own) = (hub.ProcessorSeconds - ofHub, Environment.CpuUsage.TotalTime.TotalSeconds - own);
        long memory = hub.WorkingSet;
        StreamReport? report = readers is null ? null : await readers.AskAsync<StreamReport>("end", cancellation);
        PrometheusText later = await PrometheusText.ReadAsync(hub.Http, cancellation);
        double Counted(string name) => later.Sum(name) - metrics.Sum(name);
        Print($"-- {phase}, {took:F0} s, load average {(await File.ReadAllTextAsync("/proc/loadavg", cancellation)).Split(' ')[0]}");
        Print($"processor, of one core: hub {100 * ofHub / took:F0} %, readers of streams {100 * (report?.ProcessorSeconds ?? 0) / took:F0} %, calls {100 * (called?.ProcessorSeconds ?? 0) / took:F0} %, publishers {100 * own / took:F0} %; hub {before / 1e6:F0} MB before, {memory / 1e6:F0} MB at the end");
        foreach (StreamFigures group in report?.Groups ?? [])
        {
            Print($"{group.Line(took)}");
        }

        if (hasStreams)
        {
            Print($"the hub says: {Counted("transithub_watch_steps_total") / took:N0} steps/s, {Counted("transithub_watch_skipped_total"):N0} states skipped, {Counted("transithub_watch_dropped_total"):N0} slow streams dropped");
        }

        Print($"the collector stopped the hub {Counted("dotnet_gc_pause_time_seconds_total") / took:P1} of the time, {Counted("dotnet_gc_collections_total") / took:F1} times a second");
        if (called is not null)
        {
            Print($"{called}");
            foreach (string call in (string[])(parsed.GetValue(OverHttp) ? ["/arrivals\"", "/crowding\""] : ["ListArrivals\"", "ListCrowding\""]))
            {
                Print($"  in the hub, from the request's headers to the end of the answer, {call.Trim('"', '/')}: {later.SharesSince(metrics, "http_server_request_duration_seconds_bucket", call)}");
            }
        }
    }

    private static Task<LoadProcess> StartReadersAsync(ParseResult parsed, HubProcess hub, int slow, CancellationToken cancellation) =>
        LoadProcess.StartAsync(
            "stream-readers",
            new Dictionary<string, object>
            {
                ["--grpc-port"] = hub.Grpc.Port,
                ["--http-port"] = hub.Http.Port,
                ["--feed"] = FeedId,
                ["--vehicles"] = parsed.GetValue(Vehicles),
                ["--zones"] = parsed.GetValue(Zones),
                ["--grpc"] = parsed.GetValue(Grpc),
                ["--sse"] = parsed.GetValue(Sse),
                ["--slow"] = slow,
            },
            parsed.GetValue(OfReaders),
            cancellation);

    private static Task<LoadProcess> StartCallsAsync(ParseResult parsed, HubProcess hub, CancellationToken cancellation) =>
        LoadProcess.StartAsync(
            "app-calls",
            new Dictionary<string, object>
            {
                ["--grpc"] = hub.Grpc,
                ["--http"] = hub.Http,
                ["--feed"] = FeedId,
                ["--vehicles"] = parsed.GetValue(Vehicles),
                ["--zones"] = parsed.GetValue(Zones),
                ["--over-http"] = parsed.GetValue(OverHttp),
            },
            parsed.GetValue(OfCalls),
            cancellation);

    private static Task<CallReport> CallAsync(LoadProcess calls, double rate, double seconds, CancellationToken cancellation) =>
        calls.AskAsync<CallReport>(string.Create(CultureInfo.InvariantCulture, $"{rate} {seconds}"), cancellation);

    private static async Task PublishZonesAsync(int port, WaitingZones zones, CancellationToken cancellation)
    {
        using PublishConnection connection = new(10_000);
        await connection.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        Task receiving = connection.ReceiveAsync();
        for (long second = 0; !cancellation.IsCancellationRequested; second++)
        {
            foreach ((string topic, string payload) in zones.Messages(second, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()))
            {
                connection.Add(System.Text.Encoding.ASCII.GetBytes(topic), System.Text.Encoding.ASCII.GetBytes(payload));
            }

            await connection.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connection.Dispose();
        await receiving;
    }

    private static void Print(FormattableString line)
    {
        string text = line.ToString(CultureInfo.InvariantCulture);
        if (text.Length > 0)
        {
            Console.WriteLine(text);
        }
    }
}
