using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Gtfs.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Fusion.Service;

/// <summary>Runs by headway of vehicles that name the trip and no start: each has a start of its own.</summary>
public sealed class HeadwayRunTests
{
    [Fact]
    public void The_start_of_a_run_that_is_under_way_never_changes()
    {
        StreetScene scene = Scene().Report("boat", "08:00:00", 0, "H");
        HashSet<TripInstance?> runs = [];
        for (int minute = 0; minute < 8; minute++)
        {
            scene.Drive("boat", $"08:0{minute}:20", 50 + (minute * 480), $"08:0{minute + 1}:00", 370 + (minute * 480), "H");
            runs.Add(scene.Vehicle("boat", $"08:0{minute + 1}:00").Trip);
        }

        Assert.Equal(8 * 3600, Assert.Single(runs)!.Value.StartSeconds);
    }

    [Fact]
    public void Vehicles_that_leave_at_the_same_second_have_runs_of_their_own()
    {
        StreetScene scene = Scene();
        foreach (string boat in (string[])["a", "b", "c"])
        {
            scene.Report(boat, "08:00:00", 0, "H");
        }

        foreach (string boat in (string[])["a", "b", "c"])
        {
            scene.Drive(boat, "08:00:20", 50, "08:02:00", 800, "H");
        }

        HubSnapshot state = scene.Snapshot("08:02:00");
        Assert.Equal([0, 1, 2], state.Vehicles.Select(v => v.Trip!.Value.StartSeconds - (8 * 3600)));
        FeedMessage updates = new FeedSetEncoder(new FeedOptions()).Encode(state, state.CreatedAt).Get(FeedKind.TripUpdates).Decode();
        Assert.Equal(["08:00:00", "08:00:01", "08:00:02"], updates.Entity.Select(e => e.TripUpdate.Trip.StartTime));
    }

    [Fact]
    public void A_vehicle_that_names_one_trip_all_day_begins_a_new_run_at_the_first_stop()
    {
        StreetScene scene = Scene().Report("boat", "08:00:00", 0, "H").Drive("boat", "08:00:20", 50, "08:08:00", 4000, "H");
        TripInstance first = scene.Vehicle("boat", "08:08:00").Trip!.Value;

        // Back along the river under the same name, and off again.
        scene.Drive("boat", "08:10:00", 3900, "08:20:00", 100, "H").Report("boat", "08:21:00", 0, "H").Drive("boat", "08:24:00", 60, "08:26:00", 1000, "H");

        VehicleSnapshot boat = scene.Vehicle("boat", "08:26:00");
        Assert.Equal(VehiclePhase.InService, boat.Phase);
        Assert.InRange(boat.Trip!.Value.StartSeconds, first.StartSeconds + 1100, first.StartSeconds + 1300);
    }

    [Fact]
    public void A_run_after_midnight_belongs_to_the_day_before_and_starts_past_24_hours()
    {
        StreetScene scene = Scene().Report("boat", "24:05:00", 0, "H").Drive("boat", "24:05:20", 50, "24:07:00", 800, "H");

        HubSnapshot state = scene.Snapshot("24:07:00");
        Assert.Equal((ServiceDate.From(2026, 3, 2), (24 * 3600) + 300), (state.Vehicles[0].Trip!.Value.ServiceDate, state.Vehicles[0].Trip!.Value.StartSeconds));
        FeedMessage updates = new FeedSetEncoder(new FeedOptions()).Encode(state, state.CreatedAt).Get(FeedKind.TripUpdates).Decode();
        Assert.Equal("24:05:00", Assert.Single(updates.Entity).TripUpdate.Trip.StartTime);
    }

    [Fact]
    public void A_start_that_the_vehicle_tells_is_taken_as_told()
    {
        StreetScene scene = Scene().Report("boat", "08:00:00", 0, "H", with: r => r with { StartTime = ServiceTime.FromSeconds(28_500) });

        Assert.Equal(28_500, scene.Vehicle("boat", "08:00:00").Trip!.Value.StartSeconds);
    }

    [Theory]
    [InlineData(90f, true)]
    [InlineData(270f, false)]
    [InlineData(null, false)]
    public void First_seen_far_along_its_line_a_vehicle_is_under_way_if_it_is_headed_on(float? bearing, bool isForetold)
    {
        StreetScene scene = Scene().Report("boat", "08:00:00", 1500, "H", with: r => r with { Bearing = bearing });

        Assert.Equal(isForetold, scene.FindTrip("H", "08:00:05") is { } trip && trip.Stops[0].Position == 2);
    }

    private static StreetScene Scene() => new StreetScene().Trip("H", "06:00:00", [0, 1, 2, 3, 4]).EverySeconds("H", "06:00:00", "26:00:00", 600);
}
