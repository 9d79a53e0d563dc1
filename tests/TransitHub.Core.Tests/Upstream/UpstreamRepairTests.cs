using Google.Protobuf;
using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

public sealed class UpstreamRepairTests
{
    private readonly StreetScene scene = new StreetScene()
        .Trip("T", "08:00:00", [0, 1, 2, 3, 4])
        .Trip("U", "08:00:00", [0, 2, 4])
        .Trip("V", "09:00:00", [0, 1, 2, 1, 0])
        .Trip("H", "06:00:00", [0, 1, 2]).EverySeconds("H", "06:00:00", "22:00:00", 600);

    private RepairNotes notes = new();

    private IEnumerable<RejectionReason> Reasons => this.notes.All.Select(n => n.Key);

    [Fact]
    public void A_whole_update_stays_as_it_is()
    {
        FeedEntity entity = UpdateText.Entity("T", "#1,S0 dep 08:00:00; #2,S1 arr 08:03:00 dep 08:03:10; #3,S2 arr 08:05:00");
        entity.TripUpdate.Trip.StartDate = "20260302";
        entity.TripUpdate.Trip.ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Scheduled;
        entity.TripUpdate.Timestamp = (ulong)UpdateText.At("08:00:00");
        entity.TripUpdate.StopTimeUpdate.ToList().ForEach(s => s.ScheduleRelationship = TripUpdate.Types.StopTimeUpdate.Types.ScheduleRelationship.Scheduled);
        TripUpdate before = entity.TripUpdate.Clone();

        RepairedUpdate repaired = this.Repair(entity)!;

        Assert.Empty(this.Reasons);
        Assert.Equal(before, FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate);
        Assert.Equal("T|20260302|08:00:00", FeedEntity.Parser.ParseFrom(repaired.Entity).Id);
        Assert.Equal([0, 1, 2, 3, 4], repaired.Stops.Select(s => s.Position));
        Assert.Equal(UpdateText.At("08:07:00"), repaired.Stops[3].Arrival);
    }

    [Fact]
    public void What_is_missing_is_filled()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("T", "S1 arr +60; #3 arr +90"))!;
        TripUpdate update = FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate;

        Assert.Equal(
            [RejectionReason.StartDateFilled, RejectionReason.RelationshipFilled, RejectionReason.TimestampFilled, RejectionReason.StopSequenceFilled, RejectionReason.StopIdFilled, RejectionReason.TimeFilled],
            this.Reasons);
        Assert.Equal(("20260302", (ulong)UpdateText.At("08:00:00")), (update.Trip.StartDate, update.Timestamp));
        Assert.Equal([(2u, "S1", UpdateText.At("08:03:00")), (3u, "S2", UpdateText.At("08:05:30"))], update.StopTimeUpdate.Select(s => (s.StopSequence, s.StopId, s.Arrival.Time)));
    }

    [Fact]
    public void An_id_in_the_agencys_own_spelling_is_found()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { StripPrefixes = ["1_"], StripSuffixes = ["-wd"] } };
        Assert.Equal(this.scene.InstanceOf("T"), this.Repair(UpdateText.Entity("1_T-wd", "1_S1 arr +60"))!.Trip);
        Assert.Contains(RejectionReason.TripIdStripped, this.Reasons);
        Assert.Contains(RejectionReason.StopIdCorrected, this.Reasons);

        this.scene.Options = new FusionOptions();
        Assert.Null(this.Repair(UpdateText.Entity("1_T-wd", "S1 arr +60")));
        Assert.Equal([RejectionReason.UpdateOfUnknownTrip], this.Reasons);
    }

    [Fact]
    public void An_unknown_id_is_found_by_route_start_and_stops()
    {
        FeedEntity entity = UpdateText.Entity("other", "S1 arr +60; S3 arr +60");
        entity.TripUpdate.Trip.RouteId = "R";
        entity.TripUpdate.Trip.StartTime = "08:00:00";
        entity.TripUpdate.Trip.StartDate = "20260302";

        Assert.Equal(this.scene.InstanceOf("T"), this.Repair(entity.Clone())!.Trip);
        Assert.Contains(RejectionReason.TripFoundByStart, this.Reasons);

        FeedEntity vague = UpdateText.Entity("other", "S2 arr +60; S4 arr +60");
        vague.TripUpdate.Trip.MergeFrom(entity.TripUpdate.Trip);
        Assert.Null(this.Repair(vague));
        Assert.Equal([RejectionReason.UpdateAmbiguous], this.Reasons);
    }

    [Fact]
    public void The_service_date_beside_the_told_one_is_taken_where_the_trip_does_not_run_on_it()
    {
        FeedEntity entity = UpdateText.Entity("T", "S1 arr +60");
        entity.TripUpdate.Trip.StartDate = "20260301";
        RepairedUpdate? repaired = this.Repair(entity);

        // The street's service runs every day, so that the date stands: a run of yesterday that is over.
        Assert.Null(repaired);
        Assert.Equal(RejectionReason.UpdateStale, this.Reasons.Last());
    }

    [Fact]
    public void Times_that_go_back_are_moved_and_the_others_are_not()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("T", "S0 dep 08:01:00; S1 arr 08:03:00; S2 arr 08:02:00; S3 arr 08:07:00; S4 arr 08:09:00"))!;

        Assert.Contains(RejectionReason.TimeTravel, this.Reasons);
        Assert.Equal(
            [UpdateText.At("08:01:00"), UpdateText.At("08:07:00"), UpdateText.At("08:09:00")],
            repaired.Stops.Where(s => s.Position is not (1 or 2)).Select(s => s.Arrival));
        AssertRises(repaired);
    }

    [Fact]
    public void Stops_out_of_order_twice_or_not_on_the_trip_are_put_right()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("T", "#3 arr 08:05:00; #2 arr 08:02:30; #2 arr 08:03:00; S9 arr 08:04:00; #77 arr 08:08:00"))!;
        TripUpdate update = FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate;

        Assert.Equal([(2u, UpdateText.At("08:03:00")), (3u, UpdateText.At("08:05:00"))], update.StopTimeUpdate.Select(s => (s.StopSequence, s.Arrival.Time)));
        Assert.Contains(RejectionReason.StopsReordered, this.Reasons);
        Assert.Contains(RejectionReason.StopRepeated, this.Reasons);
        Assert.Contains(RejectionReason.StopNotOnTrip, this.Reasons);
    }

    [Fact]
    public void A_sequence_that_contradicts_its_stop_gives_way_to_it()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("T", "#10,S1 arr 08:03:00; #1,S2 arr 08:05:00"))!;
        Assert.Equal([1, 2, 3, 4], repaired.Stops.Select(s => s.Position));
        Assert.Contains(RejectionReason.StopSequenceCorrected, this.Reasons);
    }

    [Fact]
    public void A_stop_that_the_trip_calls_at_twice_is_told_by_its_order()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("V", "S1 arr +60; S2 arr +60; S1 arr +60"), "09:00:00")!;
        TripUpdate update = FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate;
        Assert.Equal([2u, 3u, 4u], update.StopTimeUpdate.Select(s => s.StopSequence));
    }

    [Fact]
    public void A_skipped_stop_stays_skipped_and_after_no_data_the_timetable_stands()
    {
        RepairedUpdate repaired = this.Repair(UpdateText.Entity("T", "S0 dep +120; S1 skip; S3 nodata"))!;
        Assert.Equal([false, true, false, false, false], repaired.Stops.Select(s => s.IsSkipped));
        Assert.Equal(UpdateText.At("08:06:00"), repaired.Stops[2].Arrival);
        Assert.Equal(UpdateText.At("08:08:00"), repaired.Stops[4].Arrival);
        AssertRises(repaired);
    }

    [Fact]
    public void A_run_by_headway_has_a_start_and_no_delays()
    {
        FeedEntity entity = UpdateText.Entity("H", "S1 arr 08:13:00; S2 arr 08:15:00");
        entity.TripUpdate.Trip.StartTime = "08:10:30";
        entity.TripUpdate.StopTimeUpdate[0].Arrival.Delay = 30;
        RepairedUpdate repaired = this.Repair(entity, "08:11:00")!;
        TripUpdate update = FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate;

        Assert.Equal(this.scene.InstanceOf("H") with { StartSeconds = (8 * 3600) + 630 }, repaired.Trip);
        Assert.Equal(TripDescriptor.Types.ScheduleRelationship.Unscheduled, update.Trip.ScheduleRelationship);
        Assert.False(update.StopTimeUpdate[0].Arrival.HasDelay);
    }

    [Fact]
    public void What_the_hub_does_not_know_stays()
    {
        byte[] extension = [0xc2, 0x3e, 0x02, 0x68, 0x69];   // field 1000: an extension
        FeedEntity entity = UpdateText.Entity("T", "S1 arr +60");
        TripUpdate update = TripUpdate.Parser.ParseFrom([.. entity.TripUpdate.ToByteArray(), .. extension]);
        update.StopTimeUpdate[0] = TripUpdate.Types.StopTimeUpdate.Parser.ParseFrom([.. update.StopTimeUpdate[0].ToByteArray(), .. extension]);
        entity = FeedEntity.Parser.ParseFrom([.. new FeedEntity { Id = "e", TripUpdate = update }.ToByteArray(), .. extension]);

        byte[] bytes = this.Repair(entity)!.Entity;

        Assert.Equal(3, Enumerable.Range(0, bytes.Length - extension.Length + 1).Count(i => bytes.AsSpan(i, extension.Length).SequenceEqual(extension)));
    }

    [Theory]
    [InlineData(TripDescriptor.Types.ScheduleRelationship.Canceled)]
    [InlineData(TripDescriptor.Types.ScheduleRelationship.Deleted)]
    public void A_canceled_run_is_canceled(TripDescriptor.Types.ScheduleRelationship relation)
    {
        FeedEntity entity = UpdateText.Entity("T", string.Empty);
        entity.TripUpdate.Trip.ScheduleRelationship = relation;
        RepairedUpdate repaired = this.Repair(entity)!;
        Assert.True(repaired.IsCanceled);
        Assert.Empty(repaired.Stops);
        Assert.Equal(relation, FeedEntity.Parser.ParseFrom(repaired.Entity).TripUpdate.Trip.ScheduleRelationship);
    }

    [Fact]
    public void What_is_of_no_use_is_left_out_with_its_reason()
    {
        Assert.Null(this.Repair(new FeedEntity { Id = "e", TripUpdate = new TripUpdate() }));
        Assert.Equal([RejectionReason.UpdateMalformed], this.Reasons);

        FeedEntity added = UpdateText.Entity("N", "S1 arr 08:03:00");
        added.TripUpdate.Trip.ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.New;
        Assert.Null(this.Repair(added));
        Assert.Equal([RejectionReason.UpdateUnsupported], this.Reasons);

        Assert.Null(this.Repair(UpdateText.Entity("T", "S1 arr 08:03:00"), received: "08:10:01"));
        Assert.Equal([RejectionReason.UpdateStale], this.Reasons);

        Assert.Null(this.Repair(UpdateText.Entity("T", "S9 arr 08:03:00")));
        Assert.Equal(RejectionReason.UpdateEmpty, this.Reasons.Last());

        FeedEntity far = UpdateText.Entity("T", "S1 arr 08:03:00");
        far.TripUpdate.StopTimeUpdate[0].Arrival.Time = 99;
        Assert.Null(this.Repair(far));
        Assert.Contains(RejectionReason.TimeImplausible, this.Reasons);
    }

    [Fact]
    public void A_wrong_route_direction_start_and_delay_are_made_the_schedules()
    {
        FeedEntity entity = UpdateText.Entity("T", "S1 arr 08:03:00");
        entity.TripUpdate.Trip.RouteId = "Q";
        entity.TripUpdate.Trip.DirectionId = 1;
        entity.TripUpdate.Trip.StartTime = "07:59:00";
        entity.TripUpdate.StopTimeUpdate[0].Arrival.Delay = -5;
        TripUpdate update = FeedEntity.Parser.ParseFrom(this.Repair(entity)!.Entity).TripUpdate;
        Assert.Equal(("R", 0u, "08:00:00", 60), (update.Trip.RouteId, update.Trip.DirectionId, update.Trip.StartTime, update.StopTimeUpdate[0].Arrival.Delay));
        Assert.Contains(RejectionReason.RouteCorrected, this.Reasons);
        Assert.Contains(RejectionReason.StartTimeCorrected, this.Reasons);
        Assert.Contains(RejectionReason.DelayCorrected, this.Reasons);
    }

    internal static void AssertRises(RepairedUpdate repaired)
    {
        long last = long.MinValue;
        foreach (StopPrediction stop in repaired.Stops)
        {
            Assert.True(stop.Arrival > last && stop.Departure >= stop.Arrival, $"stop {stop.Position} at {stop.Arrival} after {last}");
            last = stop.Departure;
        }
    }

    private RepairedUpdate? Repair(FeedEntity entity, string made = "08:00:00", string? received = null)
    {
        this.notes = new RepairNotes();
        return new UpstreamRepair(this.scene.Schedule, this.scene.Options).Repair(
            entity, Timestamp.FromUnixSeconds(UpdateText.At(made)), Timestamp.FromUnixSeconds(UpdateText.At(received ?? made)), this.notes);
    }
}
