using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>The hand-written encoder against generated classes, over whole lives of a hub made by chance.</summary>
public sealed class FeedEncodingTests
{
    private static readonly FeedOptions Options = new() { RefreshSeconds = 1 };
    private static readonly Schedule Network = FeedSchedules.Read();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bytes_equal_those_of_generated_classes_in_every_state(int seed)
    {
        FeedSetEncoder encoder = new(Options);
        SnapshotSuccession hub = new(Network, seed);
        for (int i = 0; i < 30; i++)
        {
            HubSnapshot snapshot = hub.Next(afterSeconds: 1 + (i % 7 * 3));
            FeedSet feeds = encoder.Encode(snapshot, snapshot.CreatedAt);
            long now = snapshot.CreatedAt.UnixSeconds;

            AssertSame(ObjectGraphEncoder.VehiclePositions(snapshot, now, Options.MaxAgeSeconds, onTripsOnly: false), feeds.Get(FeedKind.VehiclePositions));
            AssertSame(ObjectGraphEncoder.VehiclePositions(snapshot, now, Options.MaxAgeSeconds, onTripsOnly: true), feeds.Get(FeedKind.VehiclePositions, FeedCut.Google));
            AssertSame(ObjectGraphEncoder.TripUpdates(snapshot, now, Options.MaxAgeSeconds), feeds.Get(FeedKind.TripUpdates));
            AssertSame(ObjectGraphEncoder.NewMessage(snapshot.Schedule, now), feeds.Get(FeedKind.Alerts));
        }
    }

    [Fact]
    public void Two_encoders_of_one_life_give_the_same_bytes()
    {
        (SnapshotSuccession one, SnapshotSuccession two) = (new(Network, 7), new(Network, 7));
        (FeedSetEncoder first, FeedSetEncoder second) = (new(Options), new(Options));
        for (int i = 0; i < 20; i++)
        {
            HubSnapshot snapshot = one.Next(5);
            FeedBytes left = first.Encode(snapshot, snapshot.CreatedAt).Get(FeedKind.TripUpdates);
            FeedBytes right = second.Encode(two.Next(5), snapshot.CreatedAt).Get(FeedKind.TripUpdates);
            Assert.Equal(left.Protobuf.ETag, right.Protobuf.ETag);
            Assert.True(left.Protobuf.Bytes.Span.SequenceEqual(right.Protobuf.Bytes.Span));
        }
    }

    [Fact]
    public void A_new_schedule_is_named_and_nothing_encoded_under_the_old_one_stays()
    {
        FeedSetEncoder encoder = new(Options);
        HubSnapshot before = new SnapshotSuccession(Network, 3).Next(1);
        encoder.Encode(before, before.CreatedAt);
        HubSnapshot after = new SnapshotSuccession(FeedSchedules.Read("next version"), 3).Next(10);
        FeedSet feeds = encoder.Encode(after, after.CreatedAt);

        FeedMessage expected = ObjectGraphEncoder.VehiclePositions(after, after.CreatedAt.UnixSeconds, Options.MaxAgeSeconds, onTripsOnly: false);
        Assert.Equal("next version", expected.Header.FeedVersion);
        AssertSame(expected, feeds.Get(FeedKind.VehiclePositions));
    }

    private static void AssertSame(FeedMessage expected, FeedBytes actual)
    {
        Assert.Equal(expected, FeedMessage.Parser.ParseFrom(actual.Protobuf.Bytes.Span));
        Assert.True(expected.ToByteArray().AsSpan().SequenceEqual(actual.Protobuf.Bytes.Span), "Equal values, other bytes.");
        Assert.Equal((long)expected.Header.Timestamp, actual.HeaderTimestamp);
    }
}
