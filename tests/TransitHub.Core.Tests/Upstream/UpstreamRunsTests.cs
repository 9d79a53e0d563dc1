using Google.Protobuf;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Upstream;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>What readers see of another agency's updates beside the hub's own predictions.</summary>
public sealed class UpstreamRunsTests
{
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]).Trip("U", "08:10:00", [0, 1, 2, 3, 4]);

    [Fact]
    public void An_update_stands_in_where_no_vehicle_is_known()
    {
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60"));
        HubSnapshot state = this.scene.Snapshot("08:01:01");

        TripSnapshot run = Assert.Single(state.Trips);
        Assert.Equal("agency", run.Upstream!.Source);
        Assert.Equal((this.scene.InstanceOf("T"), (int?)60), (run.Trip, run.DelaySeconds));
        Assert.Same(run, Assert.Single(state.Changes.Trips));
        TripUpdate published = Assert.Single(Published(state)).TripUpdate;
        Assert.Equal(("T", UpdateText.At("08:03:00")), (published.Trip.TripId, published.StopTimeUpdate[0].Arrival.Time));
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.StartDateFilled));
        Assert.Contains("trip T on 20260302", Assert.Single(this.scene.Ledger.SamplesOf(RejectionReason.StartDateFilled)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hubs_own_prediction_takes_its_place_and_gives_it_back()
    {
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60"));
        this.scene.Snapshot("08:01:01");
        this.scene.Drive("bus", "08:01:00", 100, "08:02:00", 600, "T");
        HubSnapshot own = this.scene.Snapshot("08:02:01");
        Assert.Null(Assert.Single(own.Trips).Upstream);
        Assert.Same(own.Trips[0], Assert.Single(own.Changes.Trips));

        // The bus falls silent and is forgotten; the agency goes on telling.
        this.Tell("08:16:00", UpdateText.Entity("T", "S4 arr 08:20:00"));
        this.Tell("08:17:30", UpdateText.Entity("T", "S4 arr 08:20:30"));
        HubSnapshot theirs = this.scene.Snapshot("08:17:31");
        Assert.Equal("agency", Assert.Single(theirs.Trips).Upstream?.Source);
        Assert.Same(theirs.Trips[0], Assert.Single(theirs.Changes.Trips));
    }

    [Fact]
    public void An_operator_may_let_the_agencys_word_go_first()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { OwnGoesFirst = false } };
        this.scene.Drive("bus", "08:01:00", 100, "08:02:00", 600, "T");
        Assert.Null(Assert.Single(this.scene.Snapshot("08:02:01").Trips).Upstream);
        this.Tell("08:02:02", UpdateText.Entity("T", "S1 arr +60"));
        Assert.NotNull(Assert.Single(this.scene.Snapshot("08:02:03").Trips).Upstream);
        this.Tell("08:02:10", Canceled("T"));
        HubSnapshot canceled = this.scene.Snapshot("08:02:11");
        Assert.Empty(canceled.Trips);
        Assert.Equal(RunState.Canceled, Assert.Single(canceled.Unseen).State);
    }

    [Fact]
    public void A_canceled_run_is_told_as_such_unless_a_vehicle_is_on_it()
    {
        this.Tell("08:01:00", Canceled("T"));
        HubSnapshot state = this.scene.Snapshot("08:01:01");
        UnseenRun run = Assert.Single(state.Unseen);
        Assert.Equal((RunState.Canceled, "agency"), (run.State, run.Upstream?.Source));
        Assert.Equal(TripDescriptor.Types.ScheduleRelationship.Canceled, Assert.Single(Published(state)).TripUpdate.Trip.ScheduleRelationship);

        this.scene.Drive("bus", "08:01:20", 100, "08:02:00", 600, "T");
        HubSnapshot served = this.scene.Snapshot("08:02:01");
        Assert.Empty(served.Unseen);
        Assert.Equal([this.scene.InstanceOf("T")], served.Changes.RemovedUnseen);
        Assert.Single(served.Trips);
    }

    [Fact]
    public void What_is_gone_or_not_renewed_is_removed()
    {
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60", "a"), UpdateText.Entity("U", "S1 arr +60", "b"));
        Assert.Equal(2, this.scene.Snapshot("08:01:01").Trips.Length);
        this.Tell("08:01:10", new FeedEntity { Id = "a", IsDeleted = true });
        HubSnapshot state = this.scene.Snapshot("08:01:11");
        Assert.Equal([this.scene.InstanceOf("T")], state.Changes.RemovedTrips);
        Assert.Single(this.scene.Snapshot("08:06:00").Trips);
        HubSnapshot stale = this.scene.Snapshot("08:06:01");
        Assert.Empty(stale.Trips);
        Assert.Equal([this.scene.InstanceOf("U")], stale.Changes.RemovedTrips);
    }

    [Fact]
    public void How_long_an_update_stands_is_the_operators()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { StaleSeconds = 90 } };
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60"));
        Assert.Single(this.scene.Snapshot("08:02:30").Trips);
        Assert.Empty(this.scene.Snapshot("08:02:31").Trips);
    }

    [Fact]
    public void Of_two_updates_of_one_run_the_newer_stands()
    {
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60", "a"), UpdateText.Entity("T", "S1 arr +90", "b"));
        Assert.Equal(90, Assert.Single(this.scene.Snapshot("08:01:01").Trips).DelaySeconds);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.UpdateRepeated));
    }

    [Fact]
    public void More_runs_than_the_bound_are_refused()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { MaxRuns = 1 } };
        this.Tell("08:01:00", UpdateText.Entity("T", "S1 arr +60", "a"), UpdateText.Entity("U", "S1 arr +60", "b"));
        Assert.Single(this.scene.Snapshot("08:01:01").Trips);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.TooManyUpdates));
    }

    [Fact]
    public void Changes_add_up_to_the_state_whatever_comes()
    {
        var chance = new Random(11);
        SortedDictionary<TripInstance, TripSnapshot> trips = [];
        SortedDictionary<TripInstance, UnseenRun> unseen = [];
        for (int second = 0; second < 900; second += 5)
        {
            string time = TimeSpan.FromSeconds((8 * 3600) + second).ToString("c", System.Globalization.CultureInfo.InvariantCulture);
            string trip = chance.Next(2) == 0 ? "T" : "U";
            switch (chance.Next(5))
            {
                case 0:
                    this.Tell(time, UpdateText.Entity(trip, $"S{chance.Next(5)} arr +{chance.Next(300)}", trip));
                    break;
                case 1:
                    this.Tell(time, new FeedEntity { Id = trip, IsDeleted = true });
                    break;
                case 2:
                    FeedEntity canceled = Canceled(trip);
                    canceled.Id = trip;
                    this.Tell(time, canceled);
                    break;
                case 3:
                    this.scene.Report("bus" + trip, time, second * 4, trip);
                    break;
            }

            HubSnapshot state = this.scene.Snapshot(time);
            state.Changes.RemovedTrips.ToList().ForEach(t => trips.Remove(t));
            state.Changes.Trips.ToList().ForEach(t => trips[t.Trip] = t);
            state.Changes.RemovedUnseen.ToList().ForEach(t => unseen.Remove(t));
            state.Changes.Unseen.ToList().ForEach(t => unseen[t.Trip] = t);
            Assert.Equal(trips.Values, state.Trips);
            Assert.Equal(unseen.Values, state.Unseen);
            Assert.Empty(state.Trips.Select(t => t.Trip).Intersect(state.Unseen.Select(u => u.Trip)));
        }
    }

    private static FeedEntity Canceled(string trip)
    {
        FeedEntity entity = UpdateText.Entity(trip, string.Empty);
        entity.TripUpdate.Trip.ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Canceled;
        return entity;
    }

    private static List<FeedEntity> Published(HubSnapshot state) =>
        [.. FeedMessage.Parser.ParseFrom(new FeedSetEncoder(new FeedOptions()).Encode(state, state.CreatedAt).Get(FeedKind.TripUpdates).Protobuf.Bytes.ToArray()).Entity];

    private void Tell(string time, params FeedEntity[] entities)
    {
        foreach (FeedEntity entity in entities)
        {
            this.scene.Pipeline.Process(new UpstreamEntity
            {
                Device = DeviceId.Parse("agency"),
                ReceivedAt = StreetScene.At(time),
                MeasuredAt = StreetScene.At(time),
                Entity = entity.ToByteArray(),
            });
        }
    }
}
