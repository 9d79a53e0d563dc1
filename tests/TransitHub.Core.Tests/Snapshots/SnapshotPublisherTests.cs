using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Snapshots;

public sealed class SnapshotPublisherTests
{
    private static readonly FeedId Feed = FeedId.Parse("city");
    private static readonly Timestamp Now = Timestamp.FromUnixSeconds(1_763_871_000);

    [Fact]
    public void A_small_feed_can_be_resumed_from_as_far_back_as_the_option_says()
    {
        SnapshotPublisher publisher = Publish(vehicles: 60, states: 301, historyLength: 300);
        Assert.NotNull(publisher.ChangesSince(1, publisher.Current));
        Assert.Null(publisher.ChangesSince(0, publisher.Current));
    }

    [Fact]
    public void A_large_feed_forgets_changes_when_the_whole_state_is_the_shorter_story()
    {
        SnapshotPublisher publisher = Publish(vehicles: 30_000, states: 6, historyLength: 600);
        Assert.Equal(30_000, publisher.ChangesSince(4, publisher.Current)!.Vehicles.Length);
        Assert.Null(publisher.ChangesSince(3, publisher.Current));
    }

    [Fact]
    public void Nobody_resumes_from_before_a_restart_not_even_from_the_state_just_before_it()
    {
        SnapshotPublisher publisher = Publish(vehicles: 2, states: 3, historyLength: 300);
        HubSnapshot other = Empty(4);
        publisher.Restart(other);
        Assert.Null(publisher.ChangesSince(3, other));
        HubSnapshot next = Empty(5);
        publisher.Publish(next);
        Assert.Null(publisher.ChangesSince(3, next));
        Assert.Null(publisher.ChangesSince(3, other));
        Assert.NotNull(publisher.ChangesSince(4, next));
    }

    private static SnapshotPublisher Publish(int vehicles, int states, int historyLength)
    {
        var publisher = new SnapshotPublisher(Feed, Schedule.Empty, Now, historyLength);
        for (int state = 1; state <= states; state++)
        {
            ImmutableArray<VehicleSnapshot> all = [.. Enumerable.Range(0, vehicles).Select(Vehicle)];
            publisher.Publish(new HubSnapshot
            {
                Sequence = state,
                Feed = Feed,
                CreatedAt = Now,
                Schedule = Schedule.Empty,
                Vehicles = all,
                Trips = [],
                Changes = new SnapshotChanges(all, [], [], []),
            });
        }

        return publisher;
    }

    private static HubSnapshot Empty(long sequence) => new()
    {
        Sequence = sequence, Feed = Feed, CreatedAt = Now, Schedule = Schedule.Empty, Vehicles = [], Trips = [], Changes = SnapshotChanges.None,
    };

    private static VehicleSnapshot Vehicle(int number) => new()
    {
        Id = DeviceId.Parse("v" + number.ToString("D5", CultureInfo.InvariantCulture)),
        Latitude = 13.7,
        Longitude = 100.5,
        MeasuredAt = Now,
        ReceivedAt = Now,
        Phase = VehiclePhase.Unmatched,
    };
}
