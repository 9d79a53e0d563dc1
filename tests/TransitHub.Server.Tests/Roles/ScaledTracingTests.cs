using System.Diagnostics;
using TransitHub.Core.Telemetry;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Server.Tests.Hosting;
using TransitHub.Testing;

namespace TransitHub.Server.Tests.Roles;

/// <summary>Traces through the roles, which share a redis-server and nothing else.</summary>
public sealed class ScaledTracingTests
{
    private static readonly string[] Stages =
    [
        StageName.Receive, StageName.Queue, StageName.Append, StageName.Gate, StageName.Fuse, StageName.State, StageName.Encode, StageName.Watch,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_observation_is_followed_from_its_message_through_log_and_states_to_the_feed_and_the_stream()
    {
        using var spans = new SpanLog(ObservationTracing.SourceName);
        await using RedisServer redis = await RedisServer.StartAsync(Cancellation);
        await using RunningHub hub = await RunningHub.StartScaledAsync(redis);
        await hub.Device.PublishPositionAsync("bus-0");
        await using Stream stream = await hub.Http.GetStreamAsync(new Uri("/v1/stream?feed=city", UriKind.Relative), Cancellation);
        byte[] buffer = new byte[65_536];
        Assert.True(await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, Cancellation) > 0);
        Task reading = ReadAllAsync(stream);
        ActivityContext sender = SpanLog.NewTrace();
        await hub.Device.PublishPositionAsync("bus-1", TraceParent.Text(sender));
        await RunningHub.UntilAsync("all stages", () => Task.FromResult(spans.Of(sender).Length >= Stages.Length));

        Activity[] way = [.. spans.Of(sender).OrderBy(s => Array.IndexOf(Stages, s.OperationName))];
        Assert.Equal(Stages, way.Select(s => s.OperationName));
        Assert.Equal(sender.SpanId, way[0].ParentSpanId);
        Assert.All(way[1..], s => Assert.Equal(way[0].SpanId, s.ParentSpanId));
        Assert.All(way, s => Assert.Equal("city", s.GetTagItem(ObservationTracing.FeedAttribute)));
        Assert.Equal("accepted", way[3].GetTagItem(ObservationTracing.VerdictAttribute));
        Assert.True(way.Take(6).Zip(way.Skip(1)).All(p => p.First.StartTimeUtc <= p.Second.StartTimeUtc), "the stages begin in their order");

        // What the span of the encoding says is so, and who serves has the bytes a moment later.
        await RunningHub.UntilAsync("the bytes", async () => FeedMessage.Parser
            .ParseFrom(await hub.Http.GetByteArrayAsync(new Uri("/gtfs-rt/city/vehicle-positions.pb", UriKind.Relative), Cancellation))
            .Entity.Any(e => e.Vehicle.Vehicle.Id == "bus-1"));
        await stream.DisposeAsync();
        await reading;
    }

    private static async Task ReadAllAsync(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, Cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has seen enough.
        }
    }
}
