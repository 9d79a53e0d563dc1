using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace TransitHub.Load.Mqtt;

/// <summary><c>mqtt</c>: publishes positions to a broker and says how fast they were taken.</summary>
internal static class MqttCommand
{
    public static Command Create()
    {
        Option<string> target = new("--target") { DefaultValueFactory = _ => "127.0.0.1:1883", Description = "the broker, ADDRESS:PORT" };
        Option<string> feed = new("--feed") { DefaultValueFactory = _ => "load", Description = "the feed in the topics" };
        Option<int> connections = new("--connections") { DefaultValueFactory = _ => 1, Description = "connections at a time" };
        Option<int> qos = new("--qos") { DefaultValueFactory = _ => 1, Description = "0 or 1" };
        Option<int> window = new("--window") { DefaultValueFactory = _ => 20, Description = "publishes without an acknowledgement per connection" };
        Option<double> seconds = new("--seconds") { DefaultValueFactory = _ => 10, Description = "how long" };
        Command command = new("mqtt", "Publishes positions from raw sockets as fast as they are acknowledged.") { target, feed, connections, qos, window, seconds };
        command.SetAction(async (parsed, _) =>
        {
            LoadPlan plan = new(
                IPEndPoint.Parse(parsed.GetValue(target)!),
                parsed.GetValue(feed)!,
                parsed.GetValue(connections),
                parsed.GetValue(qos),
                parsed.GetValue(window),
                parsed.GetValue(seconds));
            LoadResult result = await RunAsync(plan);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Sent} publishes in {result.Seconds:0.00} s: {result.Rate:0}/s, acknowledged p50 {result.P50Milliseconds:0.0} ms, p99 {result.P99Milliseconds:0.0} ms"));
            return 0;
        });
        return command;
    }

    public static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        PublisherConnection[] connections = [.. Enumerable.Range(0, plan.Connections).Select(i => new PublisherConnection(plan, i))];
        try
        {
            await Task.WhenAll(connections.Select(c => c.ConnectAsync()));
            using CancellationTokenSource stop = new(TimeSpan.FromSeconds(plan.Seconds));
            long start = Stopwatch.GetTimestamp();
            await Task.WhenAll(connections.Select(c => Task.Run(() => c.RunAsync(stop.Token))));
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double[] latencies = [.. connections.SelectMany(c => c.Latencies).Order()];
            return new LoadResult(connections.Sum(c => c.Sent), seconds, Share(latencies, 0.5), Share(latencies, 0.99));
        }
        finally
        {
            Array.ForEach(connections, c => c.Dispose());
        }
    }

    private static double Share(double[] ordered, double share) => ordered.Length == 0 ? 0 : ordered[(int)((ordered.Length - 1) * share)];
}
