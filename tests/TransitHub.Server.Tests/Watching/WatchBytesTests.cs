using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Google.Protobuf;
using TransitHub.Core.Devices;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.V1;
using TransitHub.Server.Counts;
using TransitHub.Server.Grpc;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

/// <summary>Events that are put together from the bytes of their entities are what the libraries would write.</summary>
public sealed class WatchBytesTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly StopBounds bounds = new(new FeedDevices(DeviceRegistry.Empty, () => [], _ => null), 5);
    private readonly TestCity city = new();

    [Theory]
    [InlineData(2)]
    [InlineData(200)]
    public void Of_gRPC_they_are_those_of_Google_Protobuf(int most)
    {
        WatchStep[] steps = this.Steps();
        IReadOnlyList<WatchFrame>[] frames = [.. steps.Select(s => new WatchFrames(() => "e", this.bounds, most).Encode(s))];

        foreach (WatchFrame frame in frames.SelectMany(f => f))
        {
            Assert.Equal(WatchEvent.Parser.ParseFrom(BytesOf(frame)).ToByteArray(), BytesOf(frame));
        }

        EntityBatch[] batches = [.. frames.SelectMany(f => f).Select(f => WatchEvent.Parser.ParseFrom(BytesOf(f))).Select(e => e.Snapshot ?? e.Changes).OfType<EntityBatch>()];
        Assert.Equal(["a", "b", "a"], batches.SelectMany(b => b.Vehicles).Select(v => v.Id));
        Assert.Equal(["T1|20261123|08:00:00"], batches.SelectMany(b => b.Trips).Select(t => t.Key));
        Assert.Equal((1, 1, 1, 1, 1), (batches.Sum(b => b.UnseenRuns.Count), batches.Sum(b => b.Crowding.Count), batches.Sum(b => b.RemovedVehicleIds.Count), batches.Sum(b => b.RemovedTripKeys.Count), batches.Sum(b => b.RemovedUnseenKeys.Count)));
        Assert.NotNull(WatchEvent.Parser.ParseFrom(BytesOf(frames[2][0])).Heartbeat);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_server_sent_events_they_are_those_of_the_serializer(bool brief)
    {
        foreach (WatchStep step in this.Steps())
        {
            StreamFrame frame = Assert.Single(new StreamFrames(() => "e", this.bounds, 200, Json).Encode(step, brief ? WatchForm.BriefJson : WatchForm.Json));
            WatchBatch batch = Assert.Single(WatchBatch.Split(step, "e", 200));
            StreamEventView view = StreamEventView.Of(batch, this.bounds, brief) with
            {
                SentAt = 1795395300.25,
                Vehicles = [.. batch.Vehicles.Select(v => brief ? VehicleView.Brief(v, TestCity.Schedule) : VehicleView.Of(v, TestCity.Schedule))],
                Trips = [.. batch.Trips.Select(t => TripView.Of(t, TestCity.Schedule))],
            };
            Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(view, Json), (byte[])[.. frame.Json, .. "1795395300.25"u8, .. frame.Rest.SelectMany(p => p)]);
            Assert.NotNull(JsonNode.Parse((byte[])[.. frame.Json, .. "1"u8, .. frame.Rest.SelectMany(p => p)])!["vehicles"]);
        }
    }

    private static byte[] BytesOf(WatchFrame frame) => [.. frame.Parts.SelectMany(p => p)];

    private WatchStep[] Steps()
    {
        var topic = new WatchTopic(this.city.Publisher, new SnapshotIndex.Cache(), new FilterText(), new WatchRounds(this.city.Publisher, new WatchTurns(1), TimeProvider.System));
        this.city.Vehicle("a", trip: "T1").Vehicle("b").Trip("T1", "a").Doubt("T2", RunState.Suspect).Waiting("A", new PeopleEstimate(20, 15, 25)).Publish();
        WatchStep first = topic.Begin(null, this.city.Publisher.Current);
        HubSnapshot later = this.city.Vehicle("a", 13.71, "T1").WithoutVehicle("b").WithoutTrip("T1").WithoutDoubt("T2").Publish();
        return [first, topic.GoOn(1, later.Schedule, first.Held, later), new WatchStep(WatchStepKind.Heartbeat, later, 2, 2, WatchDelta.None, 0)];
    }
}
