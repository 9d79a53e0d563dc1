using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using TransitHub.Testing.Processes;

namespace TransitHub.Load.Cameras;

/// <summary>
/// <c>camera-load</c>: many cameras beside many vehicles, each with a message a second (QoS 1), against the built hub in a process of its own with its embedded
/// broker, GTFS and devices file; then what its pages for devices cost.
/// </summary>
internal static class CameraLoadCommand
{
    private const string Feed = "city";
    private const int ConnectingAtOnce = 100;
    private const int PartSeconds = 15;

    private static readonly Option<string> Hub = new("--hub") { DefaultValueFactory = _ => "src/TransitHub.Server/bin/Release/net10.0/transithub", Description = "the built hub" };
    private static readonly Option<int> Cameras = new("--cameras") { DefaultValueFactory = _ => 5000, Description = "cameras" };
    private static readonly Option<int> Vehicles = new("--vehicles") { DefaultValueFactory = _ => 10_000, Description = "vehicles" };
    private static readonly Option<int> CamerasEach = new("--cameras-per-connection") { DefaultValueFactory = _ => 1, Description = "cameras on one connection" };
    private static readonly Option<int> VehiclesEach = new("--vehicles-per-connection") { DefaultValueFactory = _ => 1, Description = "vehicles on one connection" };
    private static readonly Option<double> Beside = new("--beside-lines") { DefaultValueFactory = _ => 0.5, Description = "share of the cameras at streets that no line takes" };
    private static readonly Option<double> Buses = new("--bus-share") { DefaultValueFactory = _ => 0.1, Description = "share of the passages that are buses" };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 120, Description = "how long" };

    public static Command Create()
    {
        Command command = new("camera-load", "Many cameras beside many vehicles at the real hub.") { Hub, Cameras, Vehicles, CamerasEach, VehiclesEach, Beside, Buses, Seconds };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("transithub-camera-load-").FullName;
        try
        {
            LoadCity city = new(parsed.GetValue(Vehicles), parsed.GetValue(Cameras), parsed.GetValue(Beside), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
            (string zip, string devices) = (Path.Combine(folder, "city.zip"), Path.Combine(folder, "devices.yaml"));
            LoadCityFiles.WriteGtfs(city, zip);
            await File.WriteAllTextAsync(devices, LoadCityFiles.Devices(city), cancellation);
            await using HubProcess hub = await HubProcess.StartAsync(
                parsed.GetValue(Hub)!, "--data", Path.Combine(folder, "data"), "--feed", Feed, "--gtfs", zip, "--devices", devices);
            await hub.UntilReadyAsync(cancellation);
            Print($"ready with {hub.WorkingSet / 1e6:F0} MB");
            await SendAsync(parsed, city, hub, cancellation);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAsync(ParseResult parsed, LoadCity city, HubProcess hub, CancellationToken cancellation)
    {
        int ofCameras = (city.Cameras + parsed.GetValue(CamerasEach) - 1) / parsed.GetValue(CamerasEach);
        int ofVehicles = (city.Vehicles + parsed.GetValue(VehiclesEach) - 1) / parsed.GetValue(VehiclesEach);
        DeviceConnection[] connections = [.. Enumerable.Range(0, ofCameras + ofVehicles).Select(i => new DeviceConnection(i))];
        IPEndPoint target = new(IPAddress.Loopback, hub.MqttPort);
        long began = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(connections, new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce }, async (c, _) => await c.ConnectAsync(target));
        Print($"{connections.Length} connections in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s, {hub.WorkingSet / 1e6:F0} MB");
        Task[] receiving = [.. connections.Select(c => c.ReceiveAsync())];

        CameraMessages messages = new(city, Feed, parsed.GetValue(Buses));
        int seconds = parsed.GetValue(Seconds);
        double processor = hub.ProcessorSeconds;
        double own = Environment.CpuUsage.TotalTime.TotalSeconds;
        began = Stopwatch.GetTimestamp();
        Task<double> cameras = Task.Run(() => PaceAsync(city.Cameras, seconds, (i, number, now) => (connections[i / parsed.GetValue(CamerasEach)], messages.OfCamera(i, number, now))), cancellation);
        Task<double> vehicles = Task.Run(() => PaceAsync(city.Vehicles, seconds, (i, _, now) => (connections[ofCameras + (i / parsed.GetValue(VehiclesEach))], messages.OfVehicle(i, now))), cancellation);
        double[] late = await Task.WhenAll(cameras, vehicles);
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double used = hub.ProcessorSeconds - processor;
        long sent = connections.Sum(c => c.Sent);
        while (connections.Sum(c => c.Acknowledged) < sent && Stopwatch.GetElapsedTime(began).TotalSeconds < took + 30)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }

        double waited = Stopwatch.GetElapsedTime(began).TotalSeconds - took;
        Array.ForEach(connections, c => c.Dispose());
        await Task.WhenAll(receiving);
        Print($"{sent:N0} sent in {took:F1} s ({sent / took:N0} a second), {connections.Sum(c => c.Acknowledged):N0} acknowledged {waited:F2} s later; the sender was late by {late.Max():F2} s at most");
        foreach (IGrouping<int, (long SentAt, float Milliseconds)> part in connections.SelectMany(c => c.Latencies)
            .GroupBy(l => (int)(Stopwatch.GetElapsedTime(began, l.SentAt).TotalSeconds / PartSeconds)).OrderBy(g => g.Key))
        {
            float[] sorted = [.. part.Select(l => l.Milliseconds).Order()];
            Print($"  sent from second {part.Key * PartSeconds} on: {sorted.Length:N0}, acknowledged p50 {At(sorted, 0.5):F1} ms, p90 {At(sorted, 0.9):F1} ms, p99 {At(sorted, 0.99):F1} ms");
        }

        Print($"processor: hub {100 * used / took:F0} % of a core, sender {100 * (Environment.CpuUsage.TotalTime.TotalSeconds - own) / took:F0} %; hub {hub.WorkingSet / 1e6:F0} MB");
        await ReadAsync(hub, cancellation);
    }

    /// <summary>Sends each device's message of each second, evenly over the second; late ones at once. Returns by how many seconds it was late at most.</summary>
    private static async Task<double> PaceAsync(int devices, int seconds, Func<int, long, double, (DeviceConnection Connection, (string Topic, byte[] Payload) Message)> next)
    {
        long began = Stopwatch.GetTimestamp();
        double latest = 0;
        for (long sent = 0; sent < (long)devices * seconds;)
        {
            double elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
            long due = Math.Min((long)devices * seconds, (long)(elapsed * devices));
            latest = Math.Max(latest, elapsed - ((double)sent / devices));
            double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
            for (; sent < due; sent++)
            {
                (DeviceConnection connection, (string topic, byte[] payload)) = next((int)(sent % devices), sent / devices, now);
                connection.Send(topic, payload);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        return latest;
    }

    /// <summary>What became of it, and what the pages cost.</summary>
    private static async Task ReadAsync(HubProcess hub, CancellationToken cancellation)
    {
        using HttpClient http = new() { BaseAddress = hub.Http };
        JsonNode feed = JsonNode.Parse(await http.GetStringAsync(new Uri($"/v1/feeds/{Feed}", UriKind.Relative), cancellation))!;
        foreach ((string name, JsonNode? value) in feed.AsObject().Where(f => f.Value is JsonValue or JsonObject && f.Key is not "name"))
        {
            Console.WriteLine($"  {name}: {value!.ToJsonString()}");
        }

        string metrics = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancellation);
        foreach (string line in metrics.Split('\n').Where(l => l.Contains("reject", StringComparison.Ordinal) && !l.StartsWith('#') && !l.EndsWith(" 0", StringComparison.Ordinal)))
        {
            Console.WriteLine("  " + line);
        }

        foreach (string path in (string[])["/v1/devices?limit=1000", "/v1/devices?limit=100&after=camera-02500", "/v1/devices/camera-00001", "/v1/cameras", "/v1/cameras/camera-00001/flows", "/", "/metrics"])
        {
            double first = 0;
            double rest = 0;
            long bytes = 0;
            const int Times = 5;
            for (int i = 0; i <= Times; i++)
            {
                long began = Stopwatch.GetTimestamp();
                bytes = (await http.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellation)).LongLength;
                double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                (first, rest) = i == 0 ? (milliseconds, 0) : (first, rest + (milliseconds / Times));
            }

            Print($"  {path}: {first:F0} ms, then {rest:F1} ms, {bytes / 1e6:F2} MB");
        }
    }

    private static float At(float[] sorted, double share) => sorted.Length == 0 ? float.NaN : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
