using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TransitHub.Load.Cameras;

namespace TransitHub.Load.Readers;

/// <summary>
/// <c>app-calls</c>: the calls of <c>readers</c>, in a process of their own: beside thousands of streams that are received in the same one it would measure its own queue. Says <c>ready</c>, and answers each
/// line of calls a second and seconds with a line of JSON.
/// </summary>
internal static class AppCallsCommand
{
    private static readonly Option<string> Grpc = new("--grpc") { Required = true, Description = "the hub's address of gRPC" };
    private static readonly Option<string> Http = new("--http") { Required = true, Description = "the hub's address of HTTP" };
    private static readonly Option<string> Feed = new("--feed") { Required = true, Description = "the feed" };
    private static readonly Option<int> Vehicles = new("--vehicles") { Required = true, Description = "vehicles of the city" };
    private static readonly Option<int> Zones = new("--zones") { Required = true, Description = "stops with a zone" };
    private static readonly Option<bool> OverHttp = new("--over-http") { Description = "the calls go over HTTP and JSON instead of gRPC" };

    public static Command Create()
    {
        Command command = new("app-calls", "The calls of the command readers.") { Grpc, Http, Feed, Vehicles, Zones, OverHttp };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string feed = parsed.GetValue(Feed)!;
        LoadCity city = new(parsed.GetValue(Vehicles), 0, 0, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        using AppCalls calls = new(new Uri(parsed.GetValue(Http)!), new Uri(parsed.GetValue(Grpc)!), new WaitingZones(city, feed, parsed.GetValue(Zones)), feed, parsed.GetValue(OverHttp));
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            double[] asked = [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            CallReport report = await Task.Factory.StartNew(() => calls.Run(asked[0], asked[1], cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report));
        }

        return 0;
    }
}
