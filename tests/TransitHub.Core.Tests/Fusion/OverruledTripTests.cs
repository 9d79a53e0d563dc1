using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Vehicles that say which trip they run, and are wrong; and some that are right although it looks otherwise.</summary>
public sealed class OverruledTripTests
{
    private static readonly int[] Out = [0, 1, 2, 3, 4, 5, 6];
    private static readonly int[] Back = [6, 5, 4, 3, 2, 1, 0];

    [Fact]
    public void A_trip_id_left_over_from_the_last_trip_is_overruled_by_the_drive_back()
    {
        StreetScene scene = new StreetScene().Trip("out", "08:00:00", Out).Trip("back", "08:20:00", Back, direction: 1);
        scene.Report("bus", "07:59:40", 0, "out").Drive("bus", "08:00:20", 50, "08:12:00", 6000, "out")
            .Drive("bus", "08:12:20", 6000, "08:20:00", 6000, "out").Drive("bus", "08:20:20", 5950, "08:25:00", 3500, "out");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:25:00");

        Assert.Equal("back", scene.TripIdOf(bus));
        Assert.True(bus.IsOverruled);
        Assert.Equal(1, scene.Pipeline.Counters.Overruled);
        Assert.Equal("bus", scene.TripOf("back", "08:25:00").Vehicle.ToString());
    }

    [Fact]
    public void A_trip_id_left_over_while_the_vehicle_waits_for_the_next_run_gives_it_none()
    {
        StreetScene scene = new StreetScene().Trip("out", "08:00:00", Out).Trip("back", "08:20:00", Back, direction: 1);
        scene.Report("bus", "07:59:40", 0, "out").Drive("bus", "08:00:20", 50, "08:12:00", 6000, "out")
            .Drive("bus", "08:12:20", 6010, "08:19:40", 5995, "out");

        Assert.Equal(VehiclePhase.Layover, scene.Vehicle("bus", "08:19:40").Phase);
        Assert.Null(scene.FindTrip("back", "08:19:40"));
        Assert.Equal(0, scene.Pipeline.Counters.Overruled);
    }

    [Fact]
    public void A_vehicle_signed_on_to_the_other_direction_is_on_the_trip_that_it_drives()
    {
        StreetScene scene = new StreetScene().Trip("out", "08:00:00", Out).Trip("back", "08:00:00", Back, direction: 1);
        scene.Report("bus", "07:59:40", 6000, "out").Drive("bus", "08:00:20", 5950, "08:06:00", 3000, "out");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:06:00");

        Assert.Equal("back", scene.TripIdOf(bus));
        Assert.True(bus.IsOverruled);
    }

    [Theory]
    [InlineData("08:00:00")]
    [InlineData("05:00:00")]
    public void A_sign_on_that_is_wrong_by_an_hour_or_more_is_overruled_by_the_trip_that_runs_now(string named)
    {
        StreetScene scene = new StreetScene().Trip("named", named, Out).Trip("driven", "09:10:00", Out);
        scene.Report("bus", "09:09:40", 0, "named").Drive("bus", "09:10:20", 50, "09:14:00", 2000, "named");

        VehicleSnapshot bus = scene.Vehicle("bus", "09:14:00");

        Assert.Equal("driven", scene.TripIdOf(bus));
        Assert.InRange(bus.DelaySeconds!.Value, -60, 60);
    }

    [Fact]
    public void Of_two_vehicles_that_name_one_trip_the_one_whose_times_fit_keeps_it_and_the_other_is_searched_for()
    {
        int[] stops = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
        StreetScene scene = new StreetScene().Trip("T1", "08:05:00", stops).Trip("T2", "08:20:00", stops);
        List<AvlReport> reports =
        [
            .. StreetScene.MakeDrive("wrong", "08:05:20", 50, "08:27:00", 11000, "T2"),
            .. StreetScene.MakeDrive("right", "08:20:20", 50, "08:27:00", 3400, "T2"),
        ];
        foreach (AvlReport report in reports.OrderBy(r => r.ReceivedAt.UnixSeconds))
        {
            scene.Pipeline.Process(report);
        }

        Assert.Equal("T2", scene.TripIdOf(scene.Vehicle("right", "08:27:00")));
        Assert.False(scene.Vehicle("right", "08:27:00").IsOverruled);
        Assert.Equal("T1", scene.TripIdOf(scene.Vehicle("wrong", "08:27:00")));
        Assert.True(scene.Vehicle("wrong", "08:27:00").IsOverruled);
    }

    [Fact]
    public void A_new_trip_id_is_believed_again()
    {
        StreetScene scene = new StreetScene().Trip("out", "08:00:00", Out).Trip("back", "08:00:00", Back, direction: 1);
        scene.Report("bus", "07:59:40", 6000, "out").Drive("bus", "08:00:20", 5950, "08:06:00", 3000, "out")
            .Drive("bus", "08:06:20", 2900, "08:07:00", 2600, "back");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:07:00");

        Assert.Equal("back", scene.TripIdOf(bus));
        Assert.False(bus.IsOverruled);
        Assert.Contains(scene.TripOf("back", "08:07:00").Stops, s => !s.Passed);
    }

    [Fact]
    public void A_detour_does_not_overrule_the_right_trip()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Out).Trip("other", "08:04:00", Out).Trip("back", "08:02:00", Back, direction: 1);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 50, "08:02:00", 1000, "T")
            .Drive("bus", "08:02:20", 1000, "08:10:00", 5000, "T", with: r => r with { Latitude = r.Latitude + 0.0027 })
            .Drive("bus", "08:10:20", 5100, "08:11:00", 5400, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:11:00");

        Assert.Equal("T", scene.TripIdOf(bus));
        Assert.Equal(0, scene.Pipeline.Counters.Overruled);
    }

    [Fact]
    public void Fixes_that_jump_back_do_not_overrule_the_right_trip()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Out).Trip("back", "08:02:00", Back, direction: 1);
        scene.Report("bus", "08:00:00", 0, "T").Drive("bus", "08:00:20", 50, "08:06:00", 3000, "T");
        scene.Report("bus", "08:06:20", 2600, "T").Report("bus", "08:06:40", 2500, "T").Report("bus", "08:07:00", 2450, "T");
        scene.Drive("bus", "08:07:20", 3500, "08:10:00", 4800, "T");

        Assert.Equal("T", scene.TripIdOf(scene.Vehicle("bus", "08:10:00")));
        Assert.Equal(0, scene.Pipeline.Counters.Overruled);
    }

    [Fact]
    public void A_vehicle_fifty_minutes_late_keeps_its_trip_when_another_one_runs_the_trip_of_now()
    {
        StreetScene scene = new StreetScene().Trip("late", "08:00:00", Out).Trip("now", "08:50:00", Out);
        scene.Report("punctual", "08:49:40", 0, "now").Drive("punctual", "08:50:20", 50, "08:50:40", 200, "now")
            .Report("bus", "08:50:50", 0, "late").Drive("bus", "08:51:20", 50, "08:55:00", 2000, "late");

        Assert.Equal("late", scene.TripIdOf(scene.Vehicle("bus", "08:55:00")));
        Assert.Equal("now", scene.TripIdOf(scene.Vehicle("punctual", "08:55:00")));
    }

    [Fact]
    public void A_vehicle_that_drives_its_line_far_ahead_of_the_timetable_is_in_service()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:15:00", Out);
        scene.Report("bus", "07:59:40", 0, "T").Drive("bus", "08:00:20", 50, "08:06:00", 3000, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "08:06:00");
        TripSnapshot trip = scene.TripOf("T", "08:06:00");

        Assert.Equal(VehiclePhase.InService, bus.Phase);
        Assert.InRange(bus.DelaySeconds!.Value, -960, -840);
        Assert.InRange(trip.Stops[^1].Arrival, StreetScene.Unix("08:10:00"), StreetScene.Unix("08:18:00"));
    }

    [Fact]
    public void A_dead_run_along_the_line_is_quicker_than_a_bus_with_riders_and_begins_no_run()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:30:00", [2, 3, 4, 5, 6, 5, 4, 3, 2]);
        scene.Drive("bus", "08:00:20", 2600, "08:03:20", 5600, "T");

        Assert.Equal(VehiclePhase.Deadhead, scene.Vehicle("bus", "08:03:20").Phase);
        Assert.Equal(0, scene.Pipeline.Counters.StopsPassed);
    }
}
