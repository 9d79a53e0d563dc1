using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using TransitHub.Protocol.V1;

namespace TransitHub.Load.Hub;

/// <summary><c>watch</c>: many readers of a running hub's gRPC stream.</summary>
internal static class WatchCommand
{
    private const int ReadersPerConnection = 100;

    private static readonly Option<string> Grpc = new("--grpc") { DefaultValueFactory = _ => "http://127.0.0.1:8081" };
    private static readonly Option<int> Subscribers = new("--subscribers") { DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 20 };
    private static readonly Option<string> Feed = new("--feed") { DefaultValueFactory = _ => string.Empty };
    private static readonly Option<string[]> Routes = new("--route") { Description = "Each reader filters by these; none: no filter, so that readers share encoded events." };
    private static readonly Option<int?> HubProcess = new("--hub-pid") { Description = "The hub's process id, to tell its processor time." };

    public static Command Create()
    {
        var command = new Command("watch", "Many readers of a running hub's gRPC stream.") { Grpc, Subscribers, Seconds, Feed, Routes, HubProcess };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        int readers = parsed.GetValue(Subscribers);
        var request = new WatchRequest { FeedId = parsed.GetValue(Feed), Filter = new EntityFilter() };
        request.Filter.RouteIds.AddRange(parsed.GetValue(Routes) ?? []);
        var counts = new Counts();
        var processor = new ProcessorTime(parsed.GetValue(HubProcess));
        GrpcChannel[] channels = [.. Enumerable.Range(0, ((readers - 1) / ReadersPerConnection) + 1).Select(_ => GrpcChannel.ForAddress(parsed.GetValue(Grpc)!))];
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        end.CancelAfter(TimeSpan.FromSeconds(parsed.GetValue(Seconds)));
        await Task.WhenAll(Enumerable.Range(0, readers).Select(i => ReadAsync(channels[i / ReadersPerConnection], request, counts, end.Token)));
        Array.ForEach(channels, channel => channel.Dispose());

        double seconds = parsed.GetValue(Seconds);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{readers} readers, {seconds} s: {counts.Events / seconds:N0} events/s, {counts.Entities / seconds:N0} entities/s, {counts.Bytes / seconds / 1e6:F1} MB/s, "
            + $"{counts.Conflated} events stood for more than one state, hub's processor {processor.Seconds?.ToString("F1", CultureInfo.InvariantCulture) ?? "?"} s"));
        return 0;
    }

    private static async Task ReadAsync(GrpcChannel channel, WatchRequest request, Counts counts, CancellationToken cancellation)
    {
        using AsyncServerStreamingCall<WatchEvent> call = new Protocol.V1.TransitHub.TransitHubClient(channel).Watch(request, cancellationToken: cancellation);
        try
        {
            while (await call.ResponseStream.MoveNext(cancellation))
            {
                counts.Add(call.ResponseStream.Current);
            }
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            // The time is up.
        }
    }

    private sealed class Counts
    {
        private long events;
        private long entities;
        private long bytes;
        private long conflated;

        public long Events => this.events;

        public long Entities => this.entities;

        public long Bytes => this.bytes;

        public long Conflated => this.conflated;

        public void Add(WatchEvent message)
        {
            EntityBatch? batch = message.Snapshot ?? message.Changes;
            Interlocked.Increment(ref this.events);
            Interlocked.Add(ref this.entities, batch is null ? 0 : batch.Vehicles.Count + batch.Trips.Count);
            Interlocked.Add(ref this.bytes, message.CalculateSize());
            Interlocked.Add(ref this.conflated, message.ConflatedStates > 0 ? 1 : 0);
        }
    }
}
