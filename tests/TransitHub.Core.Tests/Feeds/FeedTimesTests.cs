using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Feeds;

/// <summary>When a feed is renewed, what its timestamps say, and when an entity leaves it.</summary>
public sealed class FeedTimesTests
{
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_795_400_000L);
    private readonly FeedSetEncoder encoder = new(new FeedOptions());

    [Fact]
    public void Gives_the_same_bytes_object_again_while_nothing_changed()
    {
        HubSnapshot snapshot = Snapshot(Start, Bus(Start));
        FeedBytes first = this.Positions(snapshot, Start);
        Assert.Same(first, this.Positions(snapshot, Start.AddSeconds(14)));
    }

    [Fact]
    public void Renews_the_header_after_fifteen_seconds_without_any_change()
    {
        HubSnapshot snapshot = Snapshot(Start, Bus(Start));
        this.Positions(snapshot, Start);
        FeedBytes renewed = this.Positions(snapshot, Start.AddSeconds(15));
        Assert.Equal(Start.UnixSeconds + 15, renewed.HeaderTimestamp);
        Assert.Equal((ulong)Start.UnixSeconds, renewed.Decode().Entity[0].Vehicle.Timestamp);
    }

    [Fact]
    public void An_object_that_publishes_the_same_is_no_change()
    {
        FeedBytes first = this.Positions(Snapshot(Start, Bus(Start)), Start);
        Assert.Same(first, this.Positions(Snapshot(Start.AddSeconds(5), Bus(Start)), Start.AddSeconds(5)));
    }

    [Fact]
    public void A_change_within_the_second_waits_for_the_next()
    {
        FeedBytes first = this.Positions(Snapshot(Start, Bus(Start)), Start);
        HubSnapshot changed = Snapshot(Start.AddSeconds(0.9), Bus(Start.AddSeconds(0.9), latitude: 14));
        Assert.Same(first, this.Positions(changed, Start.AddSeconds(0.9)));

        FeedBytes next = this.Positions(changed, Start.AddSeconds(1));
        Assert.Equal(Start.UnixSeconds + 1, next.HeaderTimestamp);
        Assert.Equal(14, next.Decode().Entity[0].Vehicle.Position.Latitude);
    }

    [Fact]
    public void Both_feeds_wait_alike_so_that_they_agree()
    {
        FeedSetEncoder slow = new(new FeedOptions { MinIntervalSeconds = 10 });
        HubSnapshot snapshot = Snapshot(Start, Bus(Start));
        slow.Encode(snapshot, Start);
        HubSnapshot moved = Snapshot(Start.AddSeconds(12), Bus(Start.AddSeconds(12), latitude: 14));
        FeedSet second = slow.Encode(moved, Start.AddSeconds(12));
        Assert.Equal(Start.UnixSeconds, second.Get(FeedKind.TripUpdates).HeaderTimestamp);

        Assert.Same(second, slow.Encode(moved, Start.AddSeconds(20)));
        Assert.Equal(Start.UnixSeconds + 22, slow.Encode(moved, Start.AddSeconds(22)).Get(FeedKind.TripUpdates).HeaderTimestamp);
    }

    [Fact]
    public void A_clock_set_back_does_not_turn_the_header_back()
    {
        FeedBytes first = this.Positions(Snapshot(Start, Bus(Start)), Start);
        Timestamp back = Start.AddSeconds(-3600);
        Assert.Same(first, this.Positions(Snapshot(back, Bus(back, latitude: 14)), back));
    }

    [Fact]
    public void No_entity_is_later_than_the_header_even_if_its_measurement_is()
    {
        FeedMessage message = this.Positions(Snapshot(Start, Bus(Start.AddSeconds(40))), Start).Decode();
        Assert.Equal(message.Header.Timestamp, message.Entity[0].Vehicle.Timestamp);
    }

    [Fact]
    public void The_snapshots_own_time_counts_where_the_given_clock_is_behind_it()
    {
        HubSnapshot snapshot = Snapshot(Start.AddSeconds(5), Bus(Start.AddSeconds(5)));
        Assert.Equal(Start.UnixSeconds + 5, this.Positions(snapshot, Start).HeaderTimestamp);
    }

    [Fact]
    public void A_position_too_old_leaves_the_feed_though_the_state_holds_it()
    {
        HubSnapshot snapshot = Snapshot(Start, Bus(Start));
        Assert.Single(this.Positions(snapshot, Start.AddSeconds(360)).Decode().Entity);
        Assert.Empty(this.Positions(snapshot, Start.AddSeconds(361)).Decode().Entity);
    }

    [Fact]
    public void The_operators_bound_of_age_and_refresh_hold()
    {
        FeedSetEncoder own = new(new FeedOptions { MaxAgeSeconds = 60, RefreshSeconds = 5 });
        HubSnapshot snapshot = Snapshot(Start, Bus(Start));
        own.Encode(snapshot, Start);
        Assert.Equal(Start.UnixSeconds + 5, own.Encode(snapshot, Start.AddSeconds(5)).Get(FeedKind.VehiclePositions).HeaderTimestamp);
        Assert.Empty(own.Encode(snapshot, Start.AddSeconds(61)).Get(FeedKind.VehiclePositions).Decode().Entity);
    }

    [Theory]
    [InlineData(0, 15, 360, nameof(FeedOptions.MinIntervalSeconds))]
    [InlineData(16, 15, 360, nameof(FeedOptions.MinIntervalSeconds))]
    [InlineData(1, 31, 360, nameof(FeedOptions.RefreshSeconds))]
    [InlineData(1, 15, 59, nameof(FeedOptions.MaxAgeSeconds))]
    [InlineData(1, 15, 3601, nameof(FeedOptions.MaxAgeSeconds))]
    public void Refuses_options_out_of_range_by_name(int interval, int refresh, int age, string name)
    {
        FeedOptions options = new() { MinIntervalSeconds = interval, RefreshSeconds = refresh, MaxAgeSeconds = age };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new FeedSetEncoder(options));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    private FeedBytes Positions(HubSnapshot snapshot, Timestamp now) => this.encoder.Encode(snapshot, now).Get(FeedKind.VehiclePositions);

    private static VehicleSnapshot Bus(Timestamp measured, double latitude = 13) => new()
    {
        Id = DeviceId.Parse("bus"),
        Latitude = latitude,
        Longitude = 100,
        MeasuredAt = measured,
        ReceivedAt = measured,
        Phase = VehiclePhase.Unmatched,
    };

    private static HubSnapshot Snapshot(Timestamp at, params VehicleSnapshot[] vehicles) => new()
    {
        Sequence = 1,
        Feed = FeedId.Parse("test"),
        CreatedAt = at,
        Schedule = Schedule.Empty,
        Vehicles = [.. vehicles],
        Trips = [],
        Changes = SnapshotChanges.None,
    };
}
