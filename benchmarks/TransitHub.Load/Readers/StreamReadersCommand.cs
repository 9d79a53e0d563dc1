using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using TransitHub.Load.Cameras;

namespace TransitHub.Load.Readers;

/// <summary>
/// <c>stream-readers</c>: the readers of streams of <c>readers</c>, in a process of their own so that what they cost is told apart. Says <c>ready</c> when each has its first event, measures from
/// the line <c>go</c> on its standard input, and on <c>end</c> writes what it found as one line of JSON.
/// </summary>
internal static class StreamReadersCommand
{
    private const int ConnectingAtOnce = 50;
    private static readonly Option<int> GrpcPort = new("--grpc-port") { Required = true, Description = "the hub's port of gRPC" };
    private static readonly Option<int> HttpPort = new("--http-port") { Required = true, Description = "the hub's port of HTTP" };
    private static readonly Option<string> Feed = new("--feed") { Required = true, Description = "the feed" };
    private static readonly Option<int> Vehicles = new("--vehicles") { Required = true, Description = "vehicles of the city" };
    private static readonly Option<int> Zones = new("--zones") { Required = true, Description = "stops with a zone" };
    private static readonly Option<int> Grpc = new("--grpc") { Required = true, Description = "readers over gRPC" };
    private static readonly Option<int> Sse = new("--sse") { Required = true, Description = "readers of server-sent events" };
    private static readonly Option<int> Slow = new("--slow") { Required = true, Description = "slow readers besides, two in five of them of server-sent events" };

    public static Command Create()
    {
        Command command = new("stream-readers", "The readers of streams of the command readers.") { GrpcPort, HttpPort, Feed, Vehicles, Zones, Grpc, Sse, Slow };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        LoadCity city = new(parsed.GetValue(Vehicles), 0, 0, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        string feed = parsed.GetValue(Feed)!;
        ReaderMix mix = new(city, new WaitingZones(city, feed, parsed.GetValue(Zones)), feed);
        int slowOfSse = 2 * parsed.GetValue(Slow) / 5;
        List<(ReadingPace Pace, List<StreamReader> Readers)> grpc = mix.Grpc(parsed.GetValue(Grpc), parsed.GetValue(Slow) - slowOfSse);
        List<StreamReader> sse = mix.Sse(parsed.GetValue(Sse), slowOfSse);
        IPEndPoint toGrpc = new(IPAddress.Loopback, parsed.GetValue(GrpcPort));
        IPEndPoint toHttp = new(IPAddress.Loopback, parsed.GetValue(HttpPort));
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Func<Task>[] connections =
        [
            .. grpc.Select(c => (Func<Task>)(() => new GrpcConnection(toGrpc, c.Readers, new PacedSocket(c.Pace)).RunAsync(end.Token))),
            .. sse.Select(r => (Func<Task>)(() => new SseConnection(toHttp, r, new PacedSocket(r.Pace)).RunAsync(end.Token))),
        ];
        StreamReader[] all = [.. grpc.SelectMany(c => c.Readers), .. sse];
        List<Task> running = [];
        foreach (Func<Task>[] some in connections.Chunk(ConnectingAtOnce))
        {
            running.AddRange(some.Select(c => KeepAsync(c, end.Token)));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        while (!all.All(r => r.HasBegun || r.Pace != ReadingPace.AtOnce))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
        }

        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync(cancellation);
        Array.ForEach(all, r => r.Clear());
        double processor = Environment.CpuUsage.TotalTime.TotalSeconds;
        await Console.In.ReadLineAsync(cancellation);
        processor = Environment.CpuUsage.TotalTime.TotalSeconds - processor;
        StreamFigures[] figures =
        [
            StreamFigures.Of("gRPC", grpc.SelectMany(c => c.Readers).Where(r => r.Pace == ReadingPace.AtOnce)),
            StreamFigures.Of("SSE", sse.Where(r => r.Pace == ReadingPace.AtOnce)),
            .. all.Where(r => r.Pace != ReadingPace.AtOnce).GroupBy(r => r.Pace).Select(g => StreamFigures.Of(g.Key.ToString(), g)),
        ];
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new StreamReport(processor, figures)));
        await end.CancelAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    /// <summary>Connects again when the hub ends it, as apps do.</summary>
    private static async Task KeepAsync(Func<Task> connection, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await connection();
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Cut off, which is counted when it has streams again or never.
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
        }
    }
}
