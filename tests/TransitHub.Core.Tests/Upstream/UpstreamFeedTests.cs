using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

public sealed class UpstreamFeedTests
{
    private const long Start = 1_760_000_000;

    private readonly UpstreamFeed feed = new(DeviceId.Parse("agency"), new UpstreamFeedOptions { TakesAlerts = true });

    [Fact]
    public void A_position_that_is_repeated_is_a_report_once()
    {
        UpstreamContent first = this.Take(Start, Vehicle("v", Start - 5, 1));
        UpstreamContent repeat = this.Take(Start + 10, Vehicle("v", Start - 5, 1));
        UpstreamContent moved = this.Take(Start + 20, Vehicle("v", Start + 15, 2));

        Assert.Equal(Timestamp.FromUnixSeconds(Start - 5), Assert.IsType<AvlReport>(Assert.Single(first.Observations)).MeasuredAt);
        Assert.Empty(repeat.Observations);
        Assert.Equal(1, repeat.Repeats);
        Assert.Single(moved.Observations);
    }

    [Fact]
    public void A_position_without_a_time_is_measured_at_the_headers_and_renewed_once_a_minute()
    {
        UpstreamContent first = this.Take(Start, Vehicle("v", 0, 1));
        Assert.Equal(Timestamp.FromUnixSeconds(Start), Assert.IsType<AvlReport>(Assert.Single(first.Observations)).MeasuredAt);
        Assert.Empty(this.Take(Start + 59, Vehicle("v", 0, 1)).Observations);
        Assert.Single(this.Take(Start + 60, Vehicle("v", 0, 1)).Observations);
    }

    [Fact]
    public void A_train_that_tells_its_carriages_alone_is_as_full_as_the_emptiest()
    {
        FeedEntity entity = Vehicle("v", Start, 1);
        foreach (int told in new[] { 3, 1, 7 })
        {
            entity.Vehicle.MultiCarriageDetails.Add(new VehiclePosition.Types.CarriageDetails { OccupancyStatus = (VehiclePosition.Types.OccupancyStatus)told });
        }

        Assert.Equal((byte)1, Assert.IsType<AvlReport>(Assert.Single(this.Take(Start, entity).Observations)).OccupancyStatus);
    }

    [Fact]
    public void An_update_counts_again_when_it_says_something_else_or_a_minute_has_passed()
    {
        Assert.Single(this.Take(Start, Update("e", Start, 60)).Observations);
        Assert.Empty(this.Take(Start + 30, Update("e", Start + 30, 60)).Observations);
        Assert.Single(this.Take(Start + 40, Update("e", Start + 40, 90)).Observations);
        Assert.Empty(this.Take(Start + 99, Update("e", Start + 99, 90)).Observations);
        Assert.Single(this.Take(Start + 101, Update("e", Start + 101, 90)).Observations);
    }

    [Fact]
    public void An_alert_that_says_the_same_counts_again_every_five_minutes_of_its_feed()
    {
        Assert.Single(this.Take(Start, ToldAlert.Entity("a", "route R")).Observations);
        Assert.Empty(this.Take(Start + 299, ToldAlert.Entity("a", "route R")).Observations);
        Assert.Single(this.Take(Start + 300, ToldAlert.Entity("a", "route R")).Observations);
        Assert.Single(this.Take(Start + 301, ToldAlert.Entity("a", "route Q")).Observations);
        Assert.True(FeedEntity.Parser.ParseFrom(Assert.IsType<UpstreamEntity>(Assert.Single(this.Take(Start + 302).Observations)).Entity).IsDeleted);
    }

    [Fact]
    public void The_first_full_dataset_says_that_there_is_nothing_else()
    {
        FeedMessage differential = Message(Start - 10, Update("f", Start - 10, 61));
        differential.Header.Incrementality = FeedHeader.Types.Incrementality.Differential;
        Assert.Null(this.Take(differential).Rest);
        Assert.NotNull(this.feed.Read(Message(Start, Update("e", Start, 60)), Timestamp.FromUnixSeconds(Start)).Rest);

        // That one was not taken, so the next is the first.
        UpstreamEntity rest = Assert.IsType<UpstreamEntity>(this.Take(Start + 1, Update("e", Start, 60)).Rest);
        FeedEntity word = FeedEntity.Parser.ParseFrom(rest.Entity);
        Assert.Equal((true, string.Empty, Timestamp.FromUnixSeconds(Start + 1)), (word.IsDeleted, word.Id, rest.ReceivedAt));
        Assert.Null(this.Take(Start + 2, Update("e", Start, 60)).Rest);
    }

    [Fact]
    public void An_update_that_a_full_dataset_has_no_more_is_gone_and_one_that_a_differential_does_not_name_is_not()
    {
        this.Take(Start, Update("e", Start, 60), Update("f", Start, 60));
        FeedMessage differential = Message(Start + 10, Update("f", Start + 10, 61));
        differential.Header.Incrementality = FeedHeader.Types.Incrementality.Differential;

        Assert.Single(this.Take(differential).Observations);
        UpstreamContent full = this.Take(Start + 20, Update("f", Start + 10, 61));

        FeedEntity gone = FeedEntity.Parser.ParseFrom(Assert.IsType<UpstreamEntity>(Assert.Single(full.Observations)).Entity);
        Assert.Equal(("e", true), (gone.Id, gone.IsDeleted));
        Assert.Empty(this.Take(Start + 30, Update("f", Start + 10, 61)).Observations);
    }

    [Fact]
    public void Nothing_counts_as_taken_before_it_is_committed()
    {
        FeedMessage message = Message(Start, Vehicle("v", Start, 1), Update("e", Start, 60));
        Assert.Equal(2, this.feed.Read(message, Timestamp.FromUnixSeconds(Start)).Observations.Count);
        UpstreamContent again = this.feed.Read(message, Timestamp.FromUnixSeconds(Start + 1));
        Assert.Equal(2, again.Observations.Count);
        this.feed.Commit(again);
        Assert.Empty(this.feed.Read(message, Timestamp.FromUnixSeconds(Start + 2)).Observations);
    }

    [Fact]
    public void An_old_copy_is_refused_and_a_clock_that_was_set_right_is_not()
    {
        this.Take(Start, Update("e", 0, 60));
        UpstreamContent old = this.Take(Start - 30, Update("e", 0, 61));
        Assert.False(old.IsUsable);
        Assert.Equal(RejectionReason.OutOfOrder, Assert.Single(old.Rejections).Reason);
        Assert.Single(this.Take(Start - 7200, Update("e", 0, 61)).Observations);
    }

    [Fact]
    public void Of_two_entities_with_one_id_the_newer_counts()
    {
        UpstreamContent content = this.Take(Start, Update("e", Start, 60), Update("e", Start - 10, 30));
        FeedEntity kept = FeedEntity.Parser.ParseFrom(Assert.IsType<UpstreamEntity>(Assert.Single(content.Observations)).Entity);
        Assert.Equal(60, kept.TripUpdate.StopTimeUpdate[0].Arrival.Delay);
        Assert.Equal(RejectionReason.Duplicate, Assert.Single(content.Rejections).Reason);
    }

    [Fact]
    public void Unknown_fields_of_an_entity_stay()
    {
        byte[] bytes = [.. Update("e", Start, 60).ToByteArray(), 0xc2, 0x3e, 0x02, 0x68, 0x69];   // field 1000 of the entity: an extension
        UpstreamContent content = this.Take(Start, FeedEntity.Parser.ParseFrom(bytes));
        Assert.Equal(bytes, Assert.IsType<UpstreamEntity>(Assert.Single(content.Observations)).Entity);
    }

    [Theory]
    [InlineData(new byte[] { 0x0a, 0xff }, RejectionReason.MalformedPayload)]
    [InlineData(new byte[0], RejectionReason.MalformedPayload)]
    public void Bytes_that_are_no_message_are_refused(byte[] bytes, RejectionReason reason)
    {
        UpstreamContent content = this.feed.Read(bytes, Timestamp.FromUnixSeconds(Start));
        Assert.False(content.IsUsable);
        Assert.Equal(reason, Assert.Single(content.Rejections).Reason);
    }

    [Fact]
    public void More_entities_than_allowed_are_told()
    {
        var bounded = new UpstreamFeed(DeviceId.Parse("agency"), new UpstreamFeedOptions { MaxEntities = 1 });
        UpstreamContent content = bounded.Read(Message(Start, Update("e", Start, 1), Update("f", Start, 1)), Timestamp.FromUnixSeconds(Start));
        Assert.Single(content.Observations);
        Assert.Equal(RejectionReason.PayloadTooLarge, Assert.Single(content.Rejections).Reason);
    }

    private static FeedMessage Message(long header, params FeedEntity[] entities)
    {
        var message = new FeedMessage { Header = new FeedHeader { GtfsRealtimeVersion = "2.0", Timestamp = (ulong)header } };
        message.Entity.AddRange(entities);
        return message;
    }

    private static FeedEntity Vehicle(string id, long at, float latitude)
    {
        var vehicle = new VehiclePosition { Vehicle = new VehicleDescriptor { Id = id }, Position = new Position { Latitude = latitude, Longitude = 1 } };
        if (at > 0)
        {
            vehicle.Timestamp = (ulong)at;
        }

        return new FeedEntity { Id = "e-" + id, Vehicle = vehicle };
    }

    private static FeedEntity Update(string id, long at, int delay)
    {
        var update = new TripUpdate { Trip = new TripDescriptor { TripId = "T" } };
        update.StopTimeUpdate.Add(new TripUpdate.Types.StopTimeUpdate { StopSequence = 1, Arrival = new TripUpdate.Types.StopTimeEvent { Delay = delay } });
        if (at > 0)
        {
            update.Timestamp = (ulong)at;
        }

        return new FeedEntity { Id = id, TripUpdate = update };
    }

    private UpstreamContent Take(long header, params FeedEntity[] entities) => this.Take(Message(header, entities));

    private UpstreamContent Take(FeedMessage message)
    {
        UpstreamContent content = this.feed.Read(message.ToByteArray(), Timestamp.FromUnixSeconds((long)message.Header.Timestamp));
        this.feed.Commit(content);
        return content;
    }
}
