using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TransitHub.Core.Telemetry;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Protocol.V1;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Hosting;

public sealed class TracingTests
{
    private static readonly string[] Stages =
    [
        StageName.Receive, StageName.Queue, StageName.Gate, StageName.Append, StageName.Fuse, StageName.State, StageName.Encode, StageName.Watch,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_observation_is_followed_from_its_message_to_the_feed_and_the_stream()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        await using RunningHub hub = await RunningHub.StartAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(hub.Grpc);
        using AsyncServerStreamingCall<WatchEvent> watch =
            new TransitHub.Protocol.V1.TransitHub.TransitHubClient(channel).Watch(new WatchRequest { FeedId = "city" }, cancellationToken: Cancellation);
        Assert.True(await watch.ResponseStream.MoveNext(Cancellation));
        Task reading = ReadAllAsync(watch);
        var sender = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        await hub.Device.PublishPositionAsync("bus-0");
        await hub.Device.PublishPositionAsync("bus-1", TraceParent.Text(sender));
        await RunningHub.UntilAsync("all stages", () => Task.FromResult(spans.Of(sender.TraceId).Length >= Stages.Length));

        Activity[] way = [.. spans.Of(sender.TraceId).OrderBy(s => Array.IndexOf(Stages, s.OperationName))];
        Assert.Equal(Stages, way.Select(s => s.OperationName));
        Assert.Equal(sender.SpanId, way[0].ParentSpanId);
        Assert.Equal(ActivityKind.Consumer, way[0].Kind);
        Assert.Equal("transithub/v1/city/avl/bus-1", way[0].GetTagItem("messaging.destination.name"));
        Assert.All(way[1..], s => Assert.Equal(way[0].SpanId, s.ParentSpanId));
        Assert.All(way, s => Assert.Equal("city", s.GetTagItem(ObservationTracing.FeedAttribute)));
        Assert.Equal("accepted", way[2].GetTagItem("transithub.verdict"));
        Assert.True(way.Take(5).Zip(way.Skip(1)).All(p => p.First.StartTimeUtc <= p.Second.StartTimeUtc), "the stages begin in their order");

        // What the span of the encoding says is so: the bytes have it.
        FeedMessage feed = FeedMessage.Parser.ParseFrom(await hub.Http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation));
        Assert.Contains(feed.Entity, e => e.Vehicle.Vehicle.Id == "bus-1");
        watch.Dispose();
        await reading;
    }

    [Fact]
    public async Task A_trace_comes_through_an_outside_broker()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        await using Mosquitto broker = await Mosquitto.StartAsync(Cancellation);
        await using RunningHub hub = await RunningHub.StartAsync(options => options.Mqtt = $"mqtt://127.0.0.1:{broker.Port}");
        var sender = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        await new TestDevice(broker.Port).PublishPositionAsync("bus-1", TraceParent.Text(sender));
        await RunningHub.UntilAsync("the feed", () => Task.FromResult(spans.Of(sender.TraceId).Any(s => s.OperationName == StageName.Encode)));

        Assert.Equal(Stages[..^1], spans.Of(sender.TraceId).OrderBy(s => Array.IndexOf(Stages, s.OperationName)).Select(s => s.OperationName));
    }

    [Fact]
    public async Task A_refused_observation_is_followed_to_the_rule_that_refused_it()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        await using RunningHub hub = await RunningHub.StartAsync();
        var early = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var broken = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        await hub.Device.PublishAsync("transithub/v1/city/avl/bus-1", """{"measured_at": 1000000000, "lat": 13.7, "lon": 100.5}""", TraceParent.Text(early));
        await hub.Device.PublishAsync("transithub/v1/city/avl/bus-1", "no JSON", TraceParent.Text(broken));

        Activity[] refused = spans.Of(early.TraceId);
        Assert.Equal([StageName.Receive, StageName.Queue, StageName.Gate], refused.Select(s => s.OperationName));
        Assert.Equal("too_old", refused[2].GetTagItem("transithub.verdict"));
        Assert.Equal("malformed_payload", Assert.Single(spans.Of(broken.TraceId)).GetTagItem("transithub.verdict"));
    }

    [Fact]
    public async Task Spans_reach_a_collector_by_otlp()
    {
        var received = new ConcurrentQueue<byte[]>();
        await using WebApplication collector = await CollectAsync(received);
        string address = collector.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var sender = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        await using (RunningHub hub = await RunningHub.StartAsync(options => options.Telemetry.OtlpEndpoint = address + "/v1/traces"))
        {
            await hub.Device.PublishPositionAsync("bus-1", TraceParent.Text(sender));
        }

        byte[] id = new byte[16];
        sender.TraceId.CopyTo(id);
        Assert.Contains(received, body => body.AsSpan().IndexOf(id) >= 0 && body.AsSpan().IndexOf("log append"u8) >= 0);
    }

    private static async Task ReadAllAsync(AsyncServerStreamingCall<WatchEvent> watch)
    {
        try
        {
            while (await watch.ResponseStream.MoveNext(Cancellation))
            {
            }
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException)
        {
            // The test has seen enough.
        }
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<byte[]> received)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication collector = builder.Build();
        collector.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, Cancellation);
            received.Enqueue(body.ToArray());
            return Results.Ok();
        });
        await collector.StartAsync(Cancellation);
        return collector;
    }
}
