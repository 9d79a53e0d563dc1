using TransitHub.Core.Conformance;
using TransitHub.Core.Dispatching;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Protocol.GtfsRealtime;
using StopRelation = TransitHub.Protocol.GtfsRealtime.TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship;
using TripRelation = TransitHub.Protocol.GtfsRealtime.TripDescriptor.Types.ScheduleRelationship;

namespace TransitHub.Core.Tests.Dispatching;

/// <summary>The operators' hand on a pipeline. Whatever it does, our own validator finds nothing wrong with the feeds.</summary>
public sealed class DispatcherTests
{
    private const string Day = "20260302";

    private readonly StreetScene scene = new StreetScene()
        .Trip("T", "08:00:00", [0, 1, 2, 3, 4], block: "B").Trip("U", "08:10:00", [4, 3, 2, 1, 0], block: "B", direction: 1).Trip("V", "08:20:00", [0, 1, 2, 3, 4]);

    [Theory]
    [InlineData(ChangeKind.Cancel, TripRelation.Canceled)]
    [InlineData(ChangeKind.Delete, TripRelation.Deleted)]
    public void A_run_is_taken_out_though_a_vehicle_is_on_it_and_comes_back_when_the_change_expires(string kind, TripRelation told)
    {
        this.scene.Drive("bus", "08:00:00", 0, "08:02:00", 600, "T");
        Assert.Single(this.Feeds("08:02:01").Updates, u => u.Trip.TripId == "T" && u.Trip.ScheduleRelationship == TripRelation.Scheduled);

        this.Order("08:02:02", Draft(kind, "T", "08:05:00"));
        (HubSnapshot state, List<TripUpdate> updates, List<VehiclePosition> positions) = this.Feeds("08:02:03");
        Assert.Equal(told, Assert.Single(updates, u => u.Trip.TripId == "T").Trip.ScheduleRelationship);
        Assert.Null(Assert.Single(positions).Trip);
        Assert.Contains(state.Changes.Unseen, u => u.ChangeId == "change-1" && u.IsDeleted == (kind == ChangeKind.Delete));
        Assert.Contains(this.scene.InstanceOf("T"), state.Changes.RemovedTrips);

        this.scene.Drive("bus", "08:04:40", 1900, "08:05:00", 2000, "T");
        (HubSnapshot after, List<TripUpdate> again, _) = this.Feeds("08:05:01");
        Assert.Equal(TripRelation.Scheduled, Assert.Single(again, u => u.Trip.TripId == "T").Trip.ScheduleRelationship);
        Assert.Empty(after.Unseen);
    }

    [Fact]
    public void An_operator_ends_a_change_before_it_expires()
    {
        this.Order("07:50:00", Draft(ChangeKind.Cancel, "V", "09:00:00"));
        Assert.Single(this.Feeds("07:50:01").Updates);
        this.Order("07:51:00");
        Assert.Empty(this.Feeds("07:51:01").Updates);
    }

    [Fact]
    public void Stops_of_a_run_are_skipped_and_left_without_data_before_and_while_a_vehicle_is_on_it()
    {
        this.Order("07:50:00", Draft(ChangeKind.ChangeStops, "T", "09:00:00") with { SkippedStops = [3], WithoutDataFrom = 4 });
        TripUpdate planned = Assert.Single(this.Feeds("07:50:01").Updates);
        Assert.Equal([(3u, StopRelation.Skipped), (4u, StopRelation.NoData), (5u, StopRelation.NoData)], planned.StopTimeUpdate.Select(s => (s.StopSequence, s.ScheduleRelationship)));

        this.scene.Drive("bus", "08:00:00", 0, "08:02:00", 600, "T");
        (HubSnapshot state, List<TripUpdate> updates, _) = this.Feeds("08:02:01");
        TripUpdate driven = Assert.Single(updates, u => u.Trip.TripId == "T");
        Assert.Equal(
            [(1u, StopRelation.Scheduled), (2u, StopRelation.Scheduled), (3u, StopRelation.Skipped), (4u, StopRelation.NoData), (5u, StopRelation.NoData)],
            driven.StopTimeUpdate.Select(s => (s.StopSequence, s.ScheduleRelationship)));
        Assert.Equal("bus", driven.Vehicle.Id);
        TripSnapshot run = Assert.Single(state.Trips, t => t.Trip == this.scene.InstanceOf("T"));
        Assert.Equal(("change-1", false), (run.ChangeId, run.IsPlanned));
        Assert.Same(run, this.Feeds("08:02:02").State.FindTrip(run.Trip));
    }

    [Fact]
    public void An_added_run_has_its_vehicle_s_delay_and_ends_where_the_plan_says()
    {
        this.Order("07:50:00", Added("X", "08:00:00", "09:00:00"), Assign("bus", "X", "09:00:00"));
        TripUpdate planned = Assert.Single(this.Feeds("07:50:01").Updates);
        Assert.All(planned.StopTimeUpdate, s => Assert.Equal(StopRelation.NoData, s.ScheduleRelationship));

        // Two minutes late at the first stop; 120 s a kilometer are planned and driven.
        this.scene.Drive("bus", "08:02:00", 0, "08:05:00", 1500);
        (HubSnapshot state, List<TripUpdate> updates, List<VehiclePosition> positions) = this.Feeds("08:05:01");
        TripUpdate update = Assert.Single(updates, u => u.Trip.TripId == "X");
        Assert.Equal(("bus", TripRelation.New), (update.Vehicle.Id, update.Trip.ScheduleRelationship));
        Assert.Equal(3, update.StopTimeUpdate.Count);
        Assert.InRange(update.StopTimeUpdate[2].Arrival.Time - StreetScene.Unix("08:08:00"), 90, 150);
        Assert.Equal(StreetScene.Unix("08:08:00"), update.StopTimeUpdate[2].Arrival.ScheduledTime);
        Assert.InRange(update.StopTimeUpdate[0].Departure.Time, StreetScene.Unix("08:02:00"), StreetScene.Unix("08:02:20"));
        VehiclePosition position = Assert.Single(positions);
        Assert.Equal(("X", TripRelation.New, 3u), (position.Trip.TripId, position.Trip.ScheduleRelationship, position.CurrentStopSequence));
        ExtraRun run = Assert.Single(state.ExtraRuns);
        Assert.InRange(run.DelaySeconds!.Value, 100, 140);

        this.scene.Drive("bus", "08:05:20", 1600, "08:10:00", 4000);
        TripUpdate over = Assert.Single(this.Feeds("08:10:01").Updates, u => u.Trip.TripId == "X");
        Assert.All(over.StopTimeUpdate, s => Assert.True(s.Departure.Time <= StreetScene.Unix("08:10:00")));
        Assert.Empty(this.Feeds("09:00:01").Updates);
    }

    [Fact]
    public void A_vehicle_that_names_an_added_run_serves_it_without_being_assigned()
    {
        this.Order("07:50:00", Added("X", "08:00:00", "09:00:00"));
        this.scene.Drive("bus", "08:00:00", 0, "08:01:40", 500, "X");
        (HubSnapshot state, List<TripUpdate> updates, _) = this.Feeds("08:01:41");
        Assert.Equal("bus", Assert.Single(updates).Vehicle.Id);
        Assert.Equal("X", state.Vehicles[0].ExtraRun!.Value.TripId);
    }

    [Fact]
    public void A_vehicle_that_falls_silent_leaves_the_plan_of_its_added_run_behind()
    {
        this.Order("07:50:00", Added("X", "08:00:00", "09:00:00"), Assign("bus", "X", "09:00:00"));
        this.scene.Drive("bus", "08:00:00", 0, "08:01:40", 500);
        Assert.NotNull(Assert.Single(this.Feeds("08:01:41").Updates).Vehicle);
        (HubSnapshot state, List<TripUpdate> updates, _) = this.Feeds("08:20:00");
        TripUpdate update = Assert.Single(updates);
        Assert.Null(update.Vehicle);
        Assert.All(update.StopTimeUpdate, s => Assert.Equal(StopRelation.NoData, s.ScheduleRelationship));
        Assert.Empty(state.Vehicles);
    }

    [Fact]
    public void A_replaced_run_is_told_by_its_new_stops_and_followed_under_its_name()
    {
        this.Order("07:50:00", Draft(ChangeKind.Replace, "T", "09:00:00") with { StopTimes = Times("08:05:00", 0, 2, 4) });
        (HubSnapshot state, List<TripUpdate> updates, _) = this.Feeds("07:50:01");
        Assert.Equal((TripRelation.Replacement, 3), (Assert.Single(updates).Trip.ScheduleRelationship, updates[0].StopTimeUpdate.Count));
        Assert.Empty(state.Trips);

        this.scene.Drive("bus", "08:05:00", 0, "08:07:00", 1000, "T");
        (state, updates, List<VehiclePosition> positions) = this.Feeds("08:07:01");
        TripUpdate update = Assert.Single(updates);
        Assert.Equal("bus", update.Vehicle.Id);
        Assert.InRange(update.StopTimeUpdate[1].Arrival.Time - StreetScene.Unix("08:09:00"), -20, 20);
        Assert.Equal(TripRelation.Replacement, Assert.Single(positions).Trip.ScheduleRelationship);
        Assert.Empty(state.Trips);
    }

    [Fact]
    public void A_copy_runs_at_another_time_beside_the_trip_it_copies()
    {
        this.Order("07:50:00", Draft(ChangeKind.Duplicate, "T", "09:00:00") with { NewTripId = "T2", StartTime = "08:04:00" });
        this.scene.Drive("one", "08:00:00", 0, "08:05:00", 2500, "T").Drive("two", "08:04:00", 0, "08:06:00", 1000, "T2");
        (_, List<TripUpdate> updates, List<VehiclePosition> positions) = this.Feeds("08:06:01");
        TripUpdate copy = Assert.Single(updates, u => u.Trip.ScheduleRelationship == TripRelation.Duplicated);
        Assert.Equal(("T", "T2", "two"), (copy.Trip.TripId, copy.TripProperties.TripId, copy.Vehicle.Id));
        Assert.Equal(["one", "two"], positions.Where(p => p.Trip is not null).Select(p => p.Vehicle.Id));
        Assert.Single(updates, u => u.Trip.TripId == "T" && u.Trip.ScheduleRelationship == TripRelation.Scheduled);
    }

    [Fact]
    public void A_vehicle_runs_what_the_operator_says_and_not_what_it_says()
    {
        this.scene.Drive("bus", "07:59:00", 0, "08:00:00", 10, "V");
        this.Order("08:00:01", Assign("bus", "T", "08:05:00"));
        this.scene.Drive("bus", "08:00:20", 100, "08:02:00", 900, "V");
        Assert.Equal("T", this.scene.TripIdOf(this.scene.Vehicle("bus", "08:02:01")));
    }

    [Fact]
    public void Of_two_vehicles_the_one_that_the_operator_assigned_has_the_run()
    {
        this.scene.Drive("one", "08:00:00", 0, "08:02:00", 900, "T");
        this.Order("08:02:01", Assign("two", "T", "09:00:00"));
        this.scene.Drive("two", "08:02:20", 950, "08:04:00", 1900).Drive("one", "08:02:30", 1000, "08:04:10", 2000, "T");
        HubSnapshot state = this.Feeds("08:04:11").State;
        Assert.Equal("two", state.FindTrip(this.scene.InstanceOf("T"))!.Vehicle.ToString());
    }

    [Fact]
    public void A_vehicle_on_a_block_goes_from_run_to_run()
    {
        this.Order("07:55:00", new ChangeDraft { Kind = ChangeKind.AssignVehicle, VehicleId = "bus", BlockId = "B", StartDate = Day, ExpiresAt = StreetScene.Unix("10:00:00") });
        this.scene.Drive("bus", "08:00:00", 0, "08:08:00", 4000);
        Assert.Equal("T", this.scene.TripIdOf(this.scene.Vehicle("bus", "08:08:01")));
        Assert.Contains(this.Feeds("08:08:02").Updates, u => u.Trip.TripId == "U" && u.Vehicle.Id == "bus");
        this.scene.Drive("bus", "08:08:20", 4000, "08:10:00", 4000).Drive("bus", "08:10:20", 3900, "08:13:00", 2500);
        Assert.Equal("U", this.scene.TripIdOf(this.scene.Vehicle("bus", "08:13:01")));
    }

    [Fact]
    public void The_vehicle_of_an_ignored_device_is_gone_at_once()
    {
        this.scene.Drive("bus", "08:00:00", 0, "08:02:00", 900, "T");
        this.Order("08:02:01", new ChangeDraft { Kind = ChangeKind.IgnoreDevice, DeviceId = "bus", ExpiresAt = StreetScene.Unix("08:30:00") });
        (HubSnapshot state, List<TripUpdate> updates, _) = this.Feeds("08:02:02");
        Assert.Empty(state.Vehicles);
        Assert.Empty(updates);
    }

    [Fact]
    public void The_gate_refuses_what_an_ignored_device_reports_and_hears_its_status_until_the_change_ends()
    {
        var gate = new ObservationGate(new GateOptions(), extent: null);
        ServiceChanges ignored = Orders.Record(StreetScene.At("08:00:00"), new ChangeDraft { Kind = ChangeKind.IgnoreDevice, DeviceId = "bus", ExpiresAt = StreetScene.Unix("08:30:00") });
        Assert.NotNull(gate.Check(ignored).Accepted);
        GateVerdict verdict = gate.Check(StreetScene.Make("bus", "08:01:00", 0, null, 0));
        Assert.Equal(RejectionReason.DeviceIgnored, verdict.Reason);
        Assert.Contains("change-1", verdict.Detail, StringComparison.Ordinal);
        Assert.Equal("gate", RejectionReason.DeviceIgnored.Stage());
        Assert.NotNull(gate.Check(StreetScene.Make("other", "08:01:00", 0, null, 0)).Accepted);
        Assert.NotNull(gate.Check(new StatusReport { Device = DeviceId.Parse("bus"), ReceivedAt = StreetScene.At("08:02:00"), Online = true }).Accepted);
        Assert.NotNull(gate.Check(StreetScene.Make("bus", "08:30:00", 0, null, 0)).Accepted);

        var restored = new ObservationGate(new GateOptions(), extent: null);
        restored.Restore(ignored);
        Assert.Equal(RejectionReason.DeviceIgnored, restored.Check(StreetScene.Make("bus", "08:01:00", 0, null, 0)).Reason);
    }

    /// <summary>Wherever a vehicle is found, and whatever the plan says, no time goes back and no vehicle leaves before it came.</summary>
    [Fact]
    public void Runs_with_their_own_times_never_go_back_in_time_whatever_their_vehicle_does()
    {
        Random random = new(20261128);
        for (int round = 0; round < 40; round++)
        {
            var street = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]);
            int start = 8 * 3600;
            int[] gaps = [.. Enumerable.Range(0, 5).Select(_ => random.Next(5, 300))];
            StopTimeDraft[] times = [.. Enumerable.Range(0, 5).Select(i =>
            {
                int arrival = start + gaps.Take(i).Sum() + (i * 60);
                return new StopTimeDraft($"S{i}", Clock(arrival), Clock(arrival + random.Next(0, 60)));
            })];
            string kind = random.Next(2) == 0 ? ChangeKind.Replace : ChangeKind.Add;
            string id = kind == ChangeKind.Replace ? "T" : "X";
            street.Pipeline.Process(Orders.Record(
                StreetScene.At("07:50:00"),
                Draft(kind, id, "10:00:00") with { RouteId = kind == ChangeKind.Add ? "R" : null, StopTimes = times }));
            double place = random.Next(-300, 3000);
            int second = start + random.Next(-300, 600);
            for (int i = 0; i < 60; i++)
            {
                second += random.Next(1, 60);
                place += random.Next(-150, 400);
                street.Report("bus", Clock(second), place, id, north: random.Next(-80, 80));
                AssertRising(Assert.Single(street.Snapshot(Clock(second + 1)).ExtraRuns), StreetScene.Unix(Clock(second)));
            }
        }
    }

    [Fact]
    public void A_restored_state_goes_on_like_the_one_it_was_saved_from()
    {
        var setup = new Core.Fusion.Shards.ShardSetup(ShardId.From(FeedId.Parse("street"), 0), 1, this.scene.Schedule, new Core.Fusion.FeedRuntimeOptions());
        var whole = new Core.Fusion.Shards.ShardMachine(setup);
        var half = new Core.Fusion.Shards.ShardMachine(setup);
        List<Observation> records =
        [
            Orders.Record(StreetScene.At("07:50:00"), Added("X", "08:00:00", "08:06:00"), Assign("bus", "X", "08:06:00"), Draft(ChangeKind.ChangeStops, "V", "08:05:00") with { SkippedStops = [2] }),
            TimerTick.At(StreetScene.At("07:50:01")),
            .. StreetScene.MakeDrive("bus", "08:00:00", 0, "08:08:00", 3000, null)
                .SelectMany(r => new Observation[] { r, TimerTick.At(r.ReceivedAt.AddSeconds(1)) }),
        ];
        for (int i = 0; i < records.Count; i++)
        {
            if (i == records.Count / 3)
            {
                var restored = new Core.Fusion.Shards.ShardMachine(setup);
                Assert.Null(restored.TryRestore(half.Save()));
                half = restored;
            }

            Core.Storage.LoggedRecord record = new(i + 1, records[i]);
            var one = whole.Take(record);
            var other = half.Take(record);
            Assert.Equal(one?.State.ExtraRuns.Length, other?.State.ExtraRuns.Length);
            Assert.Equal(whole.Save(), half.Save());
        }
    }

    private static string Clock(int seconds) => Gtfs.Time.ServiceTime.FromSeconds(seconds).ToString();

    private static void AssertRising(ExtraRun run, long now)
    {
        Assert.Equal(5, run.Stops.Length);
        for (int i = 0; i < run.Stops.Length; i++)
        {
            ExtraStop stop = run.Stops[i];
            Assert.True(stop.Departure >= stop.Arrival, $"stop {i} leaves before it came");
            Assert.True(i == 0 || stop.Arrival > run.Stops[i - 1].Departure, $"stop {i} is reached before the one before is left");
            Assert.True(stop.Passed || stop.Departure >= now, $"stop {i} of {run.Stops.Length} is ahead and left in the past: {stop.Departure - now} s, vehicle {run.HasVehicle}, predicted {stop.IsPredicted}, passed {string.Join(',', run.Stops.Select(s => s.Passed))}");
            Assert.True(i == 0 || !stop.Passed || run.Stops[i - 1].Passed, $"stop {i} is passed before the one before");
        }
    }

    private static ChangeDraft Draft(string kind, string trip, string until) => new() { Kind = kind, TripId = trip, StartDate = Day, ExpiresAt = StreetScene.Unix(until) };

    private static ChangeDraft Added(string id, string start, string until) =>
        Draft(ChangeKind.Add, id, until) with { RouteId = "R", DirectionId = 0, Headsign = "Fair", ShortName = "X1", StopTimes = Times(start, 0, 1, 4) };

    private static ChangeDraft Assign(string vehicle, string trip, string until) => Draft(ChangeKind.AssignVehicle, trip, until) with { VehicleId = vehicle };

    private static StopTimeDraft[] Times(string start, params int[] stops)
    {
        Assert.True(Gtfs.Time.ServiceTime.TryParse(start, out Gtfs.Time.ServiceTime first));
        return [.. stops.Select(s => new StopTimeDraft($"S{s}", Clock(first.Seconds + ((s - stops[0]) * 120)), null))];
    }

    private void Order(string time, params ChangeDraft[] drafts) => this.scene.Pipeline.Process(Orders.Record(StreetScene.At(time), drafts));

    private (HubSnapshot State, List<TripUpdate> Updates, List<VehiclePosition> Positions) Feeds(string time)
    {
        HubSnapshot state = this.scene.Snapshot(time);
        FeedSet feeds = new FeedSetEncoder(new FeedOptions()).Encode(state, StreetScene.At(time));
        RealtimeFindings findings = new RealtimeValidator(this.scene.Schedule).Check(
            StreetScene.At(time).UnixMilliseconds,
            [
                RealtimeFeed.Decode("trip-updates", feeds.Get(FeedKind.TripUpdates).Protobuf.Bytes),
                RealtimeFeed.Decode("vehicle-positions", feeds.Get(FeedKind.VehiclePositions).Protobuf.Bytes),
            ]);
        Assert.Empty(findings.Notices.Select(n => $"{n.Code} {n.Message}"));
        return (state,
            [.. feeds.Get(FeedKind.TripUpdates).Decode().Entity.Select(e => e.TripUpdate)],
            [.. feeds.Get(FeedKind.VehiclePositions).Decode().Entity.Select(e => e.Vehicle)]);
    }
}
