using Google.Protobuf;
using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Upstream;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;
using TransitHub.Testing.Gtfs;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>Runs of other agencies that the timetable does not have, or has otherwise.</summary>
public sealed class UpstreamExtrasTests
{
    private const string List = "#1,S0 arr 08:20:00 dep 08:20:00; #2,S2 arr 08:24:00 dep 08:24:30; #3,S3 arr 08:27:00 dep 08:27:00";
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3]).Trip("H", "07:00:00", [0, 1, 2]).EverySeconds("H", "07:00:00", "10:00:00", 600);

    [Theory]
    [InlineData(TripRelation.New, 0)]
    [InlineData((TripRelation)1, 1)]
    [InlineData(TripRelation.Unscheduled, 1)]
    public void A_trip_that_the_schedule_does_not_have_is_told_as_new(TripRelation told, int filled)
    {
        this.Tell("08:10:00", Entity("X1", List, told));
        HubSnapshot state = this.scene.Snapshot("08:10:01");

        ExtraRun run = Assert.Single(state.ExtraRuns);
        Assert.Equal((ExtraRunKind.New, "X1", "agency"), (run.Kind, run.Key.TripId, run.Upstream?.Source));
        Assert.Equal([UpdateText.At("08:20:00"), UpdateText.At("08:24:00"), UpdateText.At("08:27:00")], run.Stops.Select(s => s.Arrival));
        Assert.Same(run, Assert.Single(state.Changes.ExtraRuns));
        Assert.Equal(filled, (int)this.scene.Ledger.CountOf(RejectionReason.RelationshipFilled));
        TripUpdate published = Assert.Single(Published(state)).TripUpdate;
        Assert.Equal((TripRelation.New, "20260302", "08:20:00"), (published.Trip.ScheduleRelationship, published.Trip.StartDate, published.Trip.StartTime));
    }

    [Fact]
    public void A_trip_that_the_schedule_has_is_not_new_whatever_its_producer_says()
    {
        this.Tell("08:01:00", Entity("T", "S1 arr +60", (TripRelation)1));
        HubSnapshot state = this.scene.Snapshot("08:01:01");
        Assert.Empty(state.ExtraRuns);
        Assert.Equal(60, Assert.Single(state.Trips).DelaySeconds);
        Assert.Equal(TripRelation.Scheduled, Assert.Single(Published(state)).TripUpdate.Trip.ScheduleRelationship);
    }

    [Fact]
    public void A_replacement_takes_the_place_of_the_run_and_gives_it_back()
    {
        this.Tell("08:01:00", Entity("T", "S1 arr +60", TripRelation.Scheduled, "a"));
        Assert.Single(this.scene.Snapshot("08:01:01").Trips);
        this.Tell("08:01:10", Entity("T", "S0 arr 08:00:00 dep 08:00:10; S4 arr 08:09:00 dep 08:09:00", TripRelation.Replacement, "b"));
        HubSnapshot replaced = this.scene.Snapshot("08:01:11");
        Assert.Empty(replaced.Trips);
        Assert.Equal(this.scene.InstanceOf("T"), Assert.Single(replaced.ExtraRuns).Replaced);
        Assert.Equal([1u, 2u], Assert.Single(Published(replaced)).TripUpdate.StopTimeUpdate.Select(s => s.StopSequence));

        this.Tell("08:01:20", new FeedEntity { Id = "b", IsDeleted = true });
        HubSnapshot back = this.scene.Snapshot("08:01:21");
        Assert.Single(back.Trips);
        Assert.Single(back.Changes.RemovedExtraRuns);
    }

    [Fact]
    public void A_copy_has_the_copied_trips_stops_at_its_own_times()
    {
        FeedEntity entity = Entity("T", "#2 arr +60", TripRelation.Duplicated);
        entity.TripUpdate.TripProperties = new TripUpdate.Types.TripProperties { TripId = "T-2", StartDate = "20260302", StartTime = "08:30:00", ShapeId = "elsewhere" };
        this.Tell("08:10:00", entity);
        HubSnapshot state = this.scene.Snapshot("08:10:01");

        ExtraRun run = Assert.Single(state.ExtraRuns);
        Assert.Equal((ExtraRunKind.Duplicated, "T-2", 4), (run.Kind, run.Key.TripId, run.Stops.Length));
        Assert.Equal((UpdateText.At("08:30:00"), false), (run.Stops[0].Arrival, run.Stops[0].IsPredicted));
        Assert.Equal((UpdateText.At("08:33:00"), true), (run.Stops[1].Arrival, run.Stops[1].IsPredicted));
        TripUpdate published = Assert.Single(Published(state)).TripUpdate;
        Assert.Equal(("T", UpdateText.At("08:33:00"), false), (published.Trip.TripId, published.StopTimeUpdate[0].Arrival.Time, published.TripProperties.HasShapeId));
        FeedEntity nameless = Entity("T", "#2 arr +60", TripRelation.Duplicated);
        this.Tell("08:10:10", nameless);
        Assert.Empty(this.scene.Snapshot("08:10:11").ExtraRuns);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.UpdateMalformed));
    }

    [Fact]
    public void A_deleted_run_is_canceled_and_riders_do_not_see_it()
    {
        this.Tell("08:01:00", Entity("T", string.Empty, TripRelation.Deleted));
        HubSnapshot state = this.scene.Snapshot("08:01:01");
        UnseenRun run = Assert.Single(state.Unseen);
        Assert.Equal((RunState.Canceled, true), (run.State, run.IsDeleted));
        Assert.Equal(TripRelation.Deleted, Assert.Single(Published(state)).TripUpdate.Trip.ScheduleRelationship);
    }

    [Fact]
    public void Stops_without_data_are_told_without_times_until_the_next_word()
    {
        this.Tell("08:00:30", Entity("T", "S0 dep +30; S1 nodata arr +90; S3 arr +60", TripRelation.Scheduled));
        HubSnapshot state = this.scene.Snapshot("08:00:31");
        Assert.Equal([false, true, true, false], Assert.Single(state.Trips).Stops.Select(s => s.HasNoData));
        Assert.Null(Assert.Single(Published(state)).TripUpdate.StopTimeUpdate[1].Arrival);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.TimesLeftOut));
    }

    [Fact]
    public void Another_platform_of_the_station_is_told_and_one_elsewhere_is_left_out()
    {
        Schedule schedule = FeedText.TwoStops()
            .With("stops.txt", """
                stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
                ST,Station,13.70,100.50,1,
                A1,One,13.70,100.50,0,ST
                A2,Two,13.70,100.50,0,ST
                B,Beta,13.71,100.50,0,
                """)
            .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,1,One,3")
            .With("trips.txt", "route_id,service_id,trip_id\nR,S,T")
            .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A1,1\nT,08:05:00,08:05:00,B,2")
            .Read().Schedule;
        var ledger = new RejectionLedger();
        var pipeline = new FusionPipeline(FeedId.Parse("street"), schedule, new FusionOptions(), ledger);
        FeedEntity entity = Entity("T", "#1 arr +60; #2 arr +60", TripRelation.Scheduled);
        entity.TripUpdate.StopTimeUpdate[0].StopTimeProperties = new() { AssignedStopId = "A2" };
        entity.TripUpdate.StopTimeUpdate[1].StopTimeProperties = new() { AssignedStopId = "A1" };
        pipeline.Process(Told("agency", "07:59:00", entity));
        HubSnapshot state = pipeline.TakeSnapshot(StreetScene.At("07:59:01"));

        Assert.True(schedule.Stops.TryFind("A2", out int platform));
        Assert.Equal([new AssignedStop(0, platform)], Assert.Single(state.Trips).AssignedStops);
        TripUpdate published = Assert.Single(Published(state)).TripUpdate;
        Assert.Equal(("A2", false, false), (published.StopTimeUpdate[0].StopTimeProperties.AssignedStopId, published.StopTimeUpdate[0].HasStopId, published.StopTimeUpdate[1].StopTimeProperties.HasAssignedStopId));
        Assert.Equal(1, ledger.CountOf(RejectionReason.StopNotOnTrip));
    }

    [Fact]
    public void What_is_wrong_in_a_list_of_stops_is_put_right_or_left_out_with_its_reason()
    {
        this.Tell(
            "08:10:00",
            Entity("X1", "S0 arr 08:20:00; Z arr 08:22:00; S1 arr 08:19:00; S2 skip; S3 arr 08:30:00", TripRelation.New, "a"),
            Entity("X2", "S0 arr 08:20:00; Z arr 08:22:00", TripRelation.New, "b"),
            Entity("X3", List, TripRelation.New, "c", route: "none"),
            Entity("X4", "S0 skip; S1 skip", TripRelation.New, "d"));
        HubSnapshot state = this.scene.Snapshot("08:10:01");
        ExtraRun run = Assert.Single(state.ExtraRuns);
        Assert.Equal([1, 2, 3, 4], run.Stops.Select(s => s.Sequence));
        Assert.True(run.Stops[2].IsSkipped);
        Published(state);
        foreach (RejectionReason reason in new[]
        {
            RejectionReason.StopNotOnTrip, RejectionReason.TimeTravel, RejectionReason.StopSequenceFilled, RejectionReason.TimeFilled, RejectionReason.StartDateFilled, RejectionReason.UpdateEmpty,
            RejectionReason.UpdateOfUnknownTrip,
        })
        {
            Assert.True(this.scene.Ledger.CountOf(reason) > 0, reason.ToString());
        }
    }

    [Fact]
    public void Of_two_agencies_that_tell_of_one_run_the_newer_stands_and_what_is_not_renewed_goes()
    {
        this.scene.Pipeline.Process(Told("one", "08:10:00", Entity("X1", List, TripRelation.New)));
        this.scene.Pipeline.Process(Told("two", "08:10:30", Entity("X1", List, TripRelation.New)));
        Assert.Equal("two", Assert.Single(this.scene.Snapshot("08:10:31").ExtraRuns).Upstream?.Source);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.UpdateRepeated));
        Assert.Single(this.scene.Snapshot("08:15:30").ExtraRuns);
        Assert.Empty(this.scene.Snapshot("08:15:31").ExtraRuns);
        this.Tell("08:16:00", Entity("X1", List, TripRelation.New));
        this.Tell("08:16:01", new FeedEntity { Id = string.Empty, IsDeleted = true });
        Assert.Empty(this.scene.Snapshot("08:16:02").ExtraRuns);
    }

    [Fact]
    public void More_runs_than_the_bound_are_refused()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { MaxRuns = 1 } };
        this.Tell("08:10:00", Entity("X1", List, TripRelation.New, "a"), Entity("X2", List, TripRelation.New, "b"));
        Assert.Equal("X1", Assert.Single(this.scene.Snapshot("08:10:01").ExtraRuns).Key.TripId);
        Assert.Equal(1, this.scene.Ledger.CountOf(RejectionReason.TooManyUpdates));
    }

    [Fact]
    public void Damaged_updates_never_throw_and_what_is_published_of_them_has_no_errors()
    {
        FeedEntity copy = Entity("T", "#2 arr +60; #3 nodata", TripRelation.Duplicated, "c");
        copy.TripUpdate.TripProperties = new TripUpdate.Types.TripProperties { TripId = "T-2", StartDate = "20260302", StartTime = "08:30:00" };
        byte[][] whole =
        [
            Entity("X1", List, TripRelation.New).ToByteArray(), Entity("T", List, TripRelation.Replacement).ToByteArray(), copy.ToByteArray(),
            Entity("T", "#1,S0 dep +30; #2,S1 arr +60; #3,S2 nodata", TripRelation.Scheduled).ToByteArray(), Entity("X2", List, (TripRelation)1).ToByteArray(),
        ];
        var mutator = new RealtimeMutator(whole, seed: 5);
        var encoder = new FeedSetEncoder(new FeedOptions { RefreshSeconds = 1, MinIntervalSeconds = 1 });
        int published = 0;
        for (int i = 0; i < 3000; i++)
        {
            FusionPipeline pipeline = this.scene.NewPipeline();
            pipeline.Process(new UpstreamEntity { Device = DeviceId.Parse("agency"), ReceivedAt = StreetScene.At("08:00:01"), MeasuredAt = StreetScene.At("08:00:00"), Entity = mutator.Next() });
            HubSnapshot state = pipeline.TakeSnapshot(StreetScene.At("08:00:02"));
            FeedBytes feed = encoder.Encode(state, StreetScene.At("08:00:02").AddSeconds(i % 60)).Get(FeedKind.TripUpdates);
            RealtimeFindings findings = new RealtimeValidator(this.scene.Schedule).Check(StreetScene.At("08:00:02").AddSeconds(i % 60).UnixMilliseconds, [RealtimeFeed.Decode("updates", feed.Protobuf.Bytes)]);
            Assert.True(findings.Errors == 0, $"{i}: {string.Join("; ", findings.Notices.Where(n => n.Severity == Gtfs.Notices.NoticeSeverity.Error))}");
            published += state.ExtraRuns.Length + state.Trips.Length;
        }

        Assert.InRange(published, 300, 3000);
    }

    private static FeedEntity Entity(string trip, string stops, TripRelation relation, string id = "e1", string route = "R")
    {
        FeedEntity entity = UpdateText.Entity(trip, stops, id);
        entity.TripUpdate.Trip.ScheduleRelationship = relation;
        entity.TripUpdate.Trip.RouteId = route;
        entity.TripUpdate.Vehicle = new VehicleDescriptor { Id = "bus-" + id };
        return entity;
    }

    private static UpstreamEntity Told(string source, string time, FeedEntity entity) =>
        new() { Device = DeviceId.Parse(source), ReceivedAt = StreetScene.At(time), MeasuredAt = StreetScene.At(time), Entity = entity.ToByteArray() };

    /// <summary>The feed's entities, after the validator has found nothing wrong with them.</summary>
    private static List<FeedEntity> Published(HubSnapshot state)
    {
        ReadOnlyMemory<byte> bytes = new FeedSetEncoder(new FeedOptions()).Encode(state, state.CreatedAt).Get(FeedKind.TripUpdates).Protobuf.Bytes;
        RealtimeFindings findings = new RealtimeValidator(state.Schedule).Check(state.CreatedAt.UnixMilliseconds, [RealtimeFeed.Decode("updates", bytes)]);
        Assert.True(findings.Errors == 0 && findings.Warnings == 0, string.Join("; ", findings.Notices));
        return [.. FeedMessage.Parser.ParseFrom(bytes.Span).Entity];
    }

    private void Tell(string time, params FeedEntity[] entities)
    {
        foreach (FeedEntity entity in entities)
        {
            this.scene.Pipeline.Process(Told("agency", time, entity));
        }
    }
}
