using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>What really happens with vehicles that say which trip they run.</summary>
public sealed class FieldCaseTests
{
    private static readonly int[] FiveStops = [0, 1, 2, 3, 4];

    [Fact]
    public void A_vehicle_on_its_trip_gets_facts_behind_and_predictions_ahead()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "07:59:40", 0, "T").Drive("bus", "08:01:00", 0, "08:05:00", 2000, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:05:00");
        TripSnapshot trip = scene.TripOf("T", "08:05:00");

        Assert.Equal(VehiclePhase.InService, bus.Phase);
        Assert.Equal(StopStatus.StoppedAt, bus.StopStatus);
        Assert.Equal(2, bus.StopPosition);
        Assert.InRange(bus.DelaySeconds!.Value, 45, 75);
        Assert.Equal([2, 3, 4], trip.Stops.Select(s => s.Position));
        Assert.True(trip.Stops[0].Passed);
        Assert.InRange(trip.Stops[0].Arrival, StreetScene.Unix("08:04:50"), StreetScene.Unix("08:05:00"));
        Assert.InRange(trip.Stops[1].Arrival, StreetScene.Unix("08:06:20"), StreetScene.Unix("08:07:40"));
        Assert.True(trip.Stops[2].Arrival > trip.Stops[1].Departure);
    }

    /// <summary>The gate sets a batch from a clock ahead back to its arrival, so its reports have one corrected time.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(970)]
    [InlineData(990)]
    [InlineData(1500)]
    public void Reports_set_back_to_one_moment_put_no_stop_and_no_speed_out_of_place(double east)
    {
        TripSnapshot one = Passing(1);
        TripSnapshot batch = Passing(4);

        Assert.Equal(one.Stops, batch.Stops);
        Assert.Equal(one.DelaySeconds, batch.DelaySeconds);

        TripSnapshot Passing(int reports)
        {
            StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
            scene.Report("bus", "07:59:40", 0, "T");
            for (int i = 0; i < reports; i++)
            {
                int ahead = 1000 * (i + 1);
                scene.Report("bus", "08:02:00", east + (15 * i), "T", with: r => r with
                {
                    MeasuredAt = r.ReceivedAt.AddMilliseconds(ahead),
                    ClockCorrectionMilliseconds = -ahead,
                });
            }

            scene.Drive("bus", "08:02:20", east + 150, "08:05:00", 2000, "T");
            return scene.TripOf("T", "08:05:00");
        }
    }

    [Fact]
    public void A_finished_run_keeps_the_fact_of_its_last_stop_while_its_vehicle_is_shown_on_it()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "07:59:40", 0, "T").Drive("bus", "08:00:00", 0, "08:08:00", 4000, "T");
        scene.Report("bus", "08:08:20", 4000, "T").Report("bus", "08:08:40", 4000, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:08:41");
        TripSnapshot trip = scene.TripOf("T", "08:09:00");

        Assert.NotNull(bus.Trip);
        StopPrediction last = Assert.Single(trip.Stops);
        Assert.Equal((4, true), (last.Position, last.Passed));
        Assert.Equal(last.Arrival, last.Departure);

        scene.Drive("bus", "08:09:00", 4000, "08:12:00", 4000 - 3000, "T");
        HubSnapshot later = scene.Snapshot("08:12:00");
        Assert.Equal(later.Vehicles.Count(v => v.Trip is not null), later.Trips.Length);
    }

    [Fact]
    public void A_late_sign_on_starts_midway_without_facts_for_the_stops_before()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Drive("bus", "08:06:00", 1500, "08:06:40", 1800, "T");

        TripSnapshot trip = scene.TripOf("T", "08:06:40");

        Assert.Equal([2, 3, 4], trip.Stops.Select(s => s.Position));
        Assert.DoesNotContain(trip.Stops, s => s.Passed);
        Assert.InRange(trip.DelaySeconds!.Value, 150, 210);
    }

    [Fact]
    public void A_dead_run_to_the_first_stop_passes_no_stops_and_delays_nothing()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Drive("bus", "07:40:00", 4000, "07:46:00", 300, "T");

        Assert.Equal(VehiclePhase.Deadhead, scene.Vehicle("bus", "07:46:00").Phase);
        Assert.Equal(0, scene.Pipeline.Counters.StopsPassed);
        TripSnapshot trip = scene.TripOf("T", "07:46:00");
        Assert.Equal(0, trip.Stops[0].Position);
        Assert.True(trip.Stops[0].Departure >= StreetScene.Unix("08:00:00"));
        Assert.InRange(trip.Stops[4].Arrival, StreetScene.Unix("08:06:00"), StreetScene.Unix("08:10:00"));
    }

    [Fact]
    public void A_vehicle_that_waits_at_its_first_stop_is_expected_to_leave_on_time()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "07:50:00", 5, "T").Report("bus", "07:51:00", 0, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "07:51:00");
        TripSnapshot trip = scene.TripOf("T", "07:51:00");

        Assert.Equal(VehiclePhase.Layover, bus.Phase);
        Assert.Equal(0, bus.DelaySeconds);
        Assert.Equal(StreetScene.Unix("08:00:00"), trip.Stops[0].Departure);
        Assert.InRange(trip.Stops[1].Arrival + trip.Stops[1].Quantiles.P50, StreetScene.Unix("08:01:00"), StreetScene.Unix("08:02:30"));
    }

    [Fact]
    public void A_wrong_trip_first_is_forgotten_with_the_right_one()
    {
        StreetScene scene = new StreetScene().Trip("wrong", "08:10:00", FiveStops).Trip("right", "08:00:00", FiveStops);
        scene.Report("bus", "08:00:00", 0, "wrong");
        Assert.NotNull(scene.FindTrip("wrong", "08:00:00"));

        scene.Drive("bus", "08:00:20", 100, "08:02:00", 1000, "right");

        Assert.Null(scene.FindTrip("wrong", "08:02:00"));
        Assert.Equal("right", scene.TripIdOf(scene.Vehicle("bus", "08:02:00")));
        Assert.Contains(scene.TripOf("right", "08:02:00").Stops, s => !s.Passed);
    }

    [Fact]
    public void A_trip_id_left_over_from_the_last_trip_does_not_hold_the_vehicle_back()
    {
        StreetScene scene = new StreetScene()
            .Trip("out", "08:00:00", [0, 1, 2], block: "B")
            .Trip("back", "08:10:00", [2, 1, 0], block: "B", direction: 1);
        scene.Report("bus", "08:00:00", 0, "out")
            .Drive("bus", "08:00:20", 100, "08:04:00", 2000, "out")
            .Report("bus", "08:09:00", 2000, "out")
            .Drive("bus", "08:10:20", 1950, "08:12:20", 900, "out");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:12:20");

        Assert.Equal("back", scene.TripIdOf(bus));
        Assert.Equal(VehiclePhase.InService, bus.Phase);
        Assert.Equal(2, bus.StopPosition);
        Assert.Null(scene.FindTrip("out", "08:12:20"));
    }

    [Fact]
    public void A_trip_past_midnight_belongs_to_the_day_before()
    {
        StreetScene scene = new StreetScene().Trip("T", "24:10:00", FiveStops);
        scene.Report("bus", "24:10:00", 0, "T").Drive("bus", "24:10:20", 150, "24:12:00", 1000, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "24:12:00");

        Assert.Equal(ServiceDate.From(2026, 3, 2), bus.Trip!.Value.ServiceDate);
        Assert.InRange(bus.DelaySeconds!.Value, -30, 30);
    }

    [Fact]
    public void A_jump_of_the_gps_passes_no_stops()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "08:00:00", 0, "T")
            .Drive("bus", "08:00:20", 150, "08:02:20", 1150, "T")
            .Report("bus", "08:02:40", 3600, "T")
            .Report("bus", "08:03:00", 1450, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:03:00");

        Assert.Equal(2, bus.StopPosition);
        Assert.InRange(bus.AlongMeters, 1400, 1500);
    }

    [Fact]
    public void A_loop_line_is_at_its_start_before_the_run_and_at_its_end_after_it()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 1, 0]);
        scene.Report("bus", "07:59:00", 0, "T");
        Assert.Equal(0, scene.Vehicle("bus", "07:59:00").StopPosition);

        scene.Drive("bus", "08:00:20", 100, "08:04:00", 2000, "T").Drive("bus", "08:04:20", 1900, "08:08:00", 0, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:08:00");
        Assert.Equal(4, bus.StopPosition);
        Assert.InRange(bus.AlongMeters, 3950, 4010);
        Assert.True(Assert.Single(scene.TripOf("T", "08:08:00").Stops).Passed);
    }

    [Fact]
    public void On_an_out_and_back_line_the_way_back_is_told_by_progress()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 2, 1, 0]);
        scene.Report("bus", "08:00:00", 0, "T")
            .Drive("bus", "08:00:20", 100, "08:06:00", 3000, "T")
            .Drive("bus", "08:06:20", 2850, "08:07:00", 2500, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:07:00");

        Assert.InRange(bus.AlongMeters, 3450, 3550);
        Assert.Equal(4, bus.StopPosition);
    }

    [Fact]
    public void On_an_out_and_back_line_a_late_sign_on_is_placed_by_the_timetable()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0], secondsPerKilometer: 300);
        scene.Drive("bus", "08:40:00", 2000, "08:41:00", 1800, "T");

        Assert.InRange(scene.Vehicle("bus", "08:41:00").AlongMeters, 8150, 8250);
    }

    [Fact]
    public void A_stop_visited_twice_is_passed_twice_in_order()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 0, 1, 2]);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 150, "08:02:00", 1000, "T");
        Assert.Equal(1, scene.Vehicle("bus", "08:02:00").StopPosition);

        scene.Drive("bus", "08:02:20", 850, "08:04:00", 0, "T").Drive("bus", "08:04:20", 150, "08:06:00", 1000, "T");

        Assert.Equal((3, StopStatus.StoppedAt), (scene.Vehicle("bus", "08:06:00").StopPosition, scene.Vehicle("bus", "08:06:00").StopStatus));
        Assert.InRange(scene.Vehicle("bus", "08:06:00").AlongMeters, 2990, 3015);
        Assert.Equal([3, 4], scene.TripOf("T", "08:06:00").Stops.Select(s => s.Position));
    }

    [Fact]
    public void Stops_passed_in_a_short_gap_get_times_between_the_fixes()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 150, "08:01:00", 500, "T").Report("bus", "08:04:40", 2500, "T");

        StopPrediction passed = scene.TripOf("T", "08:04:40").Stops[0];

        Assert.Equal(2, passed.Position);
        Assert.True(passed.Passed);
        Assert.InRange(passed.Arrival, StreetScene.Unix("08:03:20"), StreetScene.Unix("08:04:10"));
    }

    [Fact]
    public void A_vehicle_that_vanishes_is_lost_then_gone_and_its_predictions_grow_less_certain()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4, 5, 6, 7, 8]);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 150, "08:02:00", 1000, "T");
        int before = scene.TripOf("T", "08:02:00").Stops[^1].UncertaintySeconds;

        Assert.NotEqual(VehiclePhase.Lost, scene.Vehicle("bus", "08:07:59").Phase);
        Assert.Equal(VehiclePhase.Lost, scene.Vehicle("bus", "08:08:00").Phase);
        Assert.True(scene.TripOf("T", "08:12:00").Stops[^1].UncertaintySeconds > before);

        HubSnapshot end = scene.Snapshot("08:17:00");
        Assert.Empty(end.Vehicles);
        Assert.Empty(end.Trips);
        Assert.Single(end.Changes.RemovedVehicles);
    }

    [Fact]
    public void The_next_trip_of_the_block_waits_for_the_vehicle_and_for_its_schedule()
    {
        StreetScene scene = new StreetScene()
            .Trip("out", "08:00:00", [0, 1, 2], block: "B")
            .Trip("back", "08:10:00", [2, 1, 0], block: "B", direction: 1);
        scene.Report("bus", "08:00:00", 0, "out").Drive("bus", "08:00:20", 150, "08:02:00", 1000, "out");
        TripSnapshot onTime = scene.TripOf("back", "08:02:00");
        Assert.False(onTime.IsCurrent);
        Assert.Equal(StreetScene.Unix("08:10:00"), onTime.Stops[0].Departure);

        scene.Drive("bus", "08:02:20", 1001, "08:12:20", 1100, "out");

        Assert.True(scene.TripOf("back", "08:12:20").Stops[0].Departure > StreetScene.Unix("08:13:00"));
    }

    [Fact]
    public void A_trip_by_headway_has_no_delay_and_starts_when_it_starts()
    {
        StreetScene scene = new StreetScene().Trip("T", "00:00:00", FiveStops).EverySeconds("T", "06:00:00", "20:00:00", 600);
        scene.Drive("boat", "08:03:20", 0, "08:06:40", 1500, "T");

        VehicleSnapshot boat = scene.Vehicle("boat", "08:06:40");

        Assert.Null(boat.DelaySeconds);
        Assert.Equal(StreetScene.Unix("08:03:20") - StreetScene.Unix("00:00:00"), boat.Trip!.Value.StartSeconds);
        Assert.InRange(scene.TripOf("T", "08:06:40").Stops[^1].Arrival, StreetScene.Unix("08:10:00"), StreetScene.Unix("08:13:30"));
    }

    [Fact]
    public void A_ferry_that_crosses_from_bank_to_bank_stays_on_its_line()
    {
        StreetScene scene = new StreetScene().RouteType(4).Trip("T", "08:00:00", FiveStops);
        scene.Report("ferry", "08:00:00", 0, "T", north: 60)
            .Report("ferry", "08:00:40", 350, "T", north: 160)
            .Report("ferry", "08:01:20", 700, "T", north: 180)
            .Report("ferry", "08:02:00", 1000, "T", north: -150)
            .Report("ferry", "08:02:40", 1300, "T", north: -170);

        VehicleSnapshot ferry = scene.Vehicle("ferry", "08:02:40");

        Assert.Equal(VehiclePhase.InService, ferry.Phase);
        Assert.Equal(2, ferry.StopPosition);
    }

    [Fact]
    public void A_bus_off_its_line_is_off_route_and_comes_back_without_inventing_stop_times()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 150, "08:01:40", 800, "T");
        scene.Report("bus", "08:02:00", 1000, "T", north: 120)
            .Report("bus", "08:02:20", 1150, "T", north: 130)
            .Report("bus", "08:02:40", 1300, "T", north: 140);
        Assert.Equal(VehiclePhase.OffRoute, scene.Vehicle("bus", "08:02:40").Phase);

        scene.Report("bus", "08:03:00", 1400, "T").Report("bus", "08:03:20", 1500, "T").Report("bus", "08:03:40", 1600, "T");

        Assert.Equal(VehiclePhase.InService, scene.Vehicle("bus", "08:03:40").Phase);
        Assert.Equal([2, 3, 4], scene.TripOf("T", "08:03:40").Stops.Select(s => s.Position));
    }

    [Fact]
    public void A_position_far_from_the_line_is_held_back_from_the_run_and_counted()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("bus", "08:01:00", 500, "T", north: 400);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:01:00");

        Assert.Null(bus.Trip);
        Assert.Equal(RejectionReason.OffRoute, bus.UnmatchedReason);
        Assert.Equal(1, scene.Pipeline.Counters.HeldBack);
        Assert.Equal(1, scene.Ledger.CountOf(RejectionReason.OffRoute));
    }

    [Fact]
    public void A_trip_that_runs_at_another_time_of_day_is_not_taken()
    {
        StreetScene scene = new StreetScene().Trip("T", "17:30:00", FiveStops);
        scene.Report("bus", "05:00:00", 0, "T");

        Assert.Equal(RejectionReason.TripNotActive, scene.Vehicle("bus", "05:00:00").UnmatchedReason);
        Assert.Null(scene.FindTrip("T", "05:00:00"));
    }

    [Fact]
    public void A_second_vehicle_does_not_take_a_trip_that_is_being_run()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Report("a", "08:00:00", 0, "T").Drive("a", "08:00:20", 150, "08:02:00", 1000, "T").Report("b", "08:02:10", 0, "T");

        Assert.Equal(RejectionReason.TripTaken, scene.Vehicle("b", "08:02:10").UnmatchedReason);
        Assert.Equal("a", scene.TripOf("T", "08:02:10").Vehicle.ToString());
    }

    [Fact]
    public void Route_direction_day_and_start_name_a_trip_as_well_as_its_id()
    {
        StreetScene scene = new StreetScene().Trip("T0", "08:00:00", FiveStops).Trip("T1", "08:00:00", [4, 3, 2, 1, 0], direction: 1);
        static AvlReport Named(AvlReport report) => report with
        {
            RouteId = "R",
            DirectionId = 1,
            StartDate = ServiceDate.From(2026, 3, 2),
            StartTime = ServiceTime.FromSeconds(8 * 3600),
        };

        scene.Report("bus", "08:00:00", 4000, with: Named).Drive("bus", "08:00:20", 3900, "08:02:00", 3000, with: Named);

        Assert.Equal("T1", scene.TripIdOf(scene.Vehicle("bus", "08:02:00")));
    }
}
