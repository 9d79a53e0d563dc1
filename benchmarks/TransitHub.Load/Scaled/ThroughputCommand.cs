using System.CommandLine;
using System.Globalization;
using TransitHub.Load.Cameras;
using TransitHub.Testing;

namespace TransitHub.Load.Scaled;

/// <summary>
/// <c>throughput</c>: positions from MQTT through Redis to published states, with all processes on this machine; before it, in the same run, what raw
/// servers and the embedded form do.
/// </summary>
internal static class ThroughputCommand
{
    /// <summary>An entry of 100 observations, as benchmarks/results/redis.md has it.</summary>
    private const int EntryObservations = 100;
    private const int EntryBytes = 10_400;
    private const double CeilingSeconds = 5;

    private static readonly Option<string> Hub = new("--hub") { DefaultValueFactory = _ => "src/TransitHub.Server/bin/Release/net10.0/transithub", Description = "the built hub" };
    private static readonly Option<int> Vehicles = new("--vehicles") { DefaultValueFactory = _ => 10_000, Description = "vehicles, each on a trip" };
    private static readonly Option<double> Rate = new("--rate") { DefaultValueFactory = _ => 20_000, Description = "observations a second" };
    private static readonly Option<double> Seconds = new("--seconds") { DefaultValueFactory = _ => 30, Description = "how long" };
    private static readonly Option<double> Warm = new("--warm-seconds") { DefaultValueFactory = _ => 5, Description = "how long before it is measured" };
    private static readonly Option<int> Connections = new("--connections") { DefaultValueFactory = _ => 4, Description = "connections that publish" };
    private static readonly Option<int> Batch = new("--batch") { DefaultValueFactory = _ => 1, Description = "observations in a message; more than 1: on a gateway's topic" };
    private static readonly Option<int> Shards = new("--shards") { DefaultValueFactory = _ => 1, Description = "shards of the feed" };
    private static readonly Option<int> Ingest = new("--ingest") { DefaultValueFactory = _ => 1, Description = "ingest processes" };
    private static readonly Option<int> Fusion = new("--fusion") { DefaultValueFactory = _ => 1, Description = "fusion processes" };
    private static readonly Option<int> Serve = new("--serve") { DefaultValueFactory = _ => 1, Description = "serve processes" };
    private static readonly Option<bool> Ceilings = new("--ceilings") { Description = "first raw Mosquitto, raw XADD and the embedded form" };
    private static readonly Option<int> SoakMinutes = new("--soak-minutes") { Description = "instead of --seconds, with a line each minute" };

    public static Command Create()
    {
        Command command = new("throughput", "Positions through Redis to states, with all processes on this machine.")
        {
            Hub, Vehicles, Rate, Seconds, Warm, Connections, Batch, Shards, Ingest, Fusion, Serve, Ceilings, SoakMinutes,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("transithub-throughput-").FullName;
        try
        {
            LoadCity city = new(parsed.GetValue(Vehicles), 0, 0, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            if (parsed.GetValue(Ceilings))
            {
                await MeasureCeilingsAsync(cancellation);
                await using ScaledHub embedded = await ScaledHub.StartEmbeddedAsync(parsed.GetValue(Hub)!, folder, city, cancellation);
                await MeasureAsync(parsed, city, embedded, cancellation);
            }

            await using ScaledHub hub = await ScaledHub.StartAsync(
                parsed.GetValue(Hub)!, folder, city, parsed.GetValue(Shards), (parsed.GetValue(Ingest), parsed.GetValue(Fusion), parsed.GetValue(Serve)), cancellation);
            await MeasureAsync(parsed, city, hub, cancellation);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(ParseResult parsed, LoadCity city, ScaledHub hub, CancellationToken cancellation)
    {
        using ObservationSender sender = new(city, ScaledHub.Feed, parsed.GetValue(Connections), parsed.GetValue(Batch));
        await sender.ConnectAsync(hub.MqttPort);
        Print($"{(hub.Redis is null ? "embedded" : $"through Redis, {parsed.GetValue(Shards)} shards")}: {city.Vehicles:N0} vehicles, {parsed.GetValue(Connections)} connections, {parsed.GetValue(Batch)} a message; load average {LoadAverage()}");
        await sender.RunAsync(parsed.GetValue(Rate), parsed.GetValue(Warm), cancellation);
        await using FlowMeasure measure = await FlowMeasure.StartAsync(hub, sender, parsed.GetValue(Shards), cancellation);
        int minutes = parsed.GetValue(SoakMinutes);
        for (int minute = 1; minute <= minutes; minute++)
        {
            await sender.RunAsync(parsed.GetValue(Rate), 60, cancellation);
            Print($"minute {minute}, load average {LoadAverage()}: {await measure.MinuteAsync(cancellation)}");
        }

        if (minutes == 0)
        {
            await sender.RunAsync(parsed.GetValue(Rate), parsed.GetValue(Seconds), cancellation);
        }

        foreach (string line in await measure.EndAsync(cancellation))
        {
            Console.WriteLine("  " + line);
        }

        Print($"  load average {LoadAverage()}");
    }

    private static async Task MeasureCeilingsAsync(CancellationToken cancellation)
    {
        await using (Mosquitto broker = await Mosquitto.StartAsync(cancellation, ScaledHub.BrokerSettings))
        {
            (double rate, double processor) = await RawCeilings.MosquittoAsync(broker, CeilingSeconds);
            Print($"raw Mosquitto to one subscriber, QoS 1: {rate:N0} messages/s, broker {processor:F1} CPU s a million; load average {LoadAverage()}");
        }

        await using RedisServer redis = await RedisServer.StartAsync(cancellation);
        (double entries, double used) = await RawCeilings.RedisAsync(redis, EntryBytes, CeilingSeconds);
        Print($"raw XADD of {EntryBytes:N0} B, fsync always: {entries:N0} entries/s, as much as {entries * EntryObservations:N0} observations/s, Redis {used / EntryObservations:F2} CPU s a million observations; load average {LoadAverage()}");
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
