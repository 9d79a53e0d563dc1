using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using TransitHub.Load.Hub;

namespace TransitHub.Load.Mqtt;

/// <summary><c>mqtt-idle</c>: many devices that are connected and say nothing, and then little, as a city's devices do; memory and processor time of the hub.</summary>
internal static class IdleCommand
{
    private const int AtATime = 100;

    public static Command Create()
    {
        Option<string> target = new("--target") { DefaultValueFactory = _ => "127.0.0.1:1883", Description = "the broker, ADDRESS:PORT" };
        Option<int> pid = new("--pid") { Required = true, Description = "the hub's process" };
        Option<string> feed = new("--feed") { DefaultValueFactory = _ => "load", Description = "the feed in the topics" };
        Option<int> connections = new("--connections") { DefaultValueFactory = _ => 10_000, Description = "connections at a time" };
        Option<double> interval = new("--interval") { DefaultValueFactory = _ => 10, Description = "seconds between two messages of a device" };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 60, Description = "of each of the two parts" };
        Command command = new("mqtt-idle", "Holds connections open, idle and then with a message now and then, and says what they cost the hub.") { target, pid, feed, connections, interval, seconds };
        command.SetAction(async (parsed, _) =>
        {
            await RunAsync(
                new LoadPlan(IPEndPoint.Parse(parsed.GetValue(target)!), parsed.GetValue(feed)!, parsed.GetValue(connections), 1, 1, parsed.GetValue(seconds)),
                parsed.GetValue(pid),
                parsed.GetValue(interval));
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(LoadPlan plan, int pid, double interval)
    {
        double before = Megabytes(pid);
        PublisherConnection[] devices = [.. Enumerable.Range(0, plan.Connections).Select(i => new PublisherConnection(plan, i, vehicles: 1))];
        try
        {
            ProcessorTime connecting = new(pid);
            long started = Stopwatch.GetTimestamp();
            foreach (PublisherConnection[] some in devices.Chunk(AtATime))
            {
                await Task.WhenAll(some.Select(d => d.ConnectAsync()));
            }

            Say($"{plan.Connections} connected in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {connecting.Seconds:0.00} s of processor");
            await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System);
            ProcessorTime idling = new(pid);
            double connected = Megabytes(pid);
            await Task.Delay(TimeSpan.FromSeconds(plan.Seconds), TimeProvider.System);
            double idle = Megabytes(pid);
            Say($"idle: {before:0.0} MB before, {connected:0.0} MB connected, {idle:0.0} MB after {plan.Seconds:0} s: {(idle - before) * 1024 / plan.Connections:0.0} KB each; {100 * idling.Seconds / plan.Seconds:0.0} % of a core");

            ProcessorTime sending = new(pid);
            started = Stopwatch.GetTimestamp();
            ConcurrentBag<double> waits = [];
            await Task.WhenAll(devices.Select((d, i) => SendAsync(d, waits, interval * i / devices.Length, interval, plan.Seconds)));
            double took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            long sent = devices.Sum(d => d.Sent);
            double[] latencies = [.. waits.Order()];
            Say($"one message in {interval:0.#} s each: {sent} in {took:0.0} s, all acknowledged, {Megabytes(pid):0.0} MB, {100 * sending.Seconds / took:0.0} % of a core, {sending.Seconds * 1e6 / sent:0} us each; p50 {latencies[latencies.Length / 2]:0.0} ms, p99 {latencies[(int)(latencies.Length * 0.99)]:0.0} ms");
        }
        finally
        {
            Array.ForEach(devices, d => d.Dispose());
        }
    }

    private static async Task SendAsync(PublisherConnection device, ConcurrentBag<double> waits, double offset, double interval, double seconds)
    {
        await Task.Delay(TimeSpan.FromSeconds(offset), TimeProvider.System);
        for (double at = offset; at < seconds; at += interval)
        {
            long started = Stopwatch.GetTimestamp();
            await device.SendOneAsync();
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            waits.Add(took.TotalMilliseconds);
            TimeSpan left = TimeSpan.FromSeconds(interval) - took;
            await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TimeProvider.System);
        }
    }

    private static double Megabytes(int pid)
    {
        using Process process = Process.GetProcessById(pid);
        return process.WorkingSet64 / 1024.0 / 1024.0;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
