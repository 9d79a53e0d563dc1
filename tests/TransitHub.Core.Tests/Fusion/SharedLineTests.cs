using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Several vehicles and trips on one line, and none of the vehicles says which trip it runs.</summary>
public sealed class SharedLineTests
{
    private static readonly int[] East = [0, 1, 2, 3, 4, 5, 6];

    [Fact]
    public void Vehicles_that_are_all_late_by_nearly_a_headway_are_on_their_own_trips()
    {
        StreetScene scene = LateLine();

        Assert.Equal(["a", "b", "c"], TripsOf(scene, "08:13:40"));
    }

    [Fact]
    public void What_is_decided_does_not_depend_on_who_reports_first()
    {
        StreetScene scene = LateLine();
        StreetScene other = LateLine(reversed: true);

        Assert.Equal(TripsOf(scene, "08:13:40"), TripsOf(other, "08:13:40"));
    }

    [Fact]
    public void Two_replays_say_the_same_of_every_candidate()
    {
        Assert.Equal(Told(LateLine()), Told(LateLine()));

        static string Told(StreetScene scene) =>
            string.Join(' ', scene.Snapshot("08:13:40").Vehicles.SelectMany(v => v.Candidates).Select(c => c.ToString()));
    }

    [Fact]
    public void A_vehicle_alone_as_late_as_that_is_taken_for_the_trip_it_fits()
    {
        StreetScene scene = new StreetScene().Trip("a", "08:00:00", East).Trip("b", "08:12:00", East);
        scene.Drive("bus", "08:11:00", 0, "08:14:00", 1500);

        Assert.NotEqual("a", scene.TripIdOf(scene.Vehicle("bus", "08:14:00")));
    }

    [Theory]
    [InlineData("08:00:20", "first")]
    [InlineData("08:06:20", "second")]
    public void Who_waited_at_the_first_stop_is_on_the_trip_that_starts_when_it_leaves(string leaves, string trip)
    {
        StreetScene scene = new StreetScene().Trip("first", "08:00:00", East).Trip("second", "08:06:00", East);
        scene.Drive("bus", "07:56:20", 5, leaves, 15);
        int minute = int.Parse(leaves.AsSpan(3, 2), null);
        scene.Drive("bus", $"08:{minute:00}:40", 100, $"08:{minute + 3:00}:40", 1600);

        Assert.Equal(trip, scene.TripIdOf(scene.Vehicle("bus", $"08:{minute + 3:00}:40")));
    }

    [Fact]
    public void Who_drives_past_the_first_stop_of_a_shorter_trip_is_on_the_longer_one()
    {
        StreetScene scene = new StreetScene().Trip("long", "08:00:00", East).Trip("short", "08:04:00", [2, 3, 4, 5, 6]);
        scene.Drive("bus", "08:00:20", 150, "08:07:20", 3650);

        Assert.Equal("long", scene.TripIdOf(scene.Vehicle("bus", "08:07:20")));
    }

    [Fact]
    public void A_trip_that_was_seen_to_end_is_not_run_again_by_the_next_vehicle()
    {
        StreetScene scene = new StreetScene().Trip("first", "08:00:00", [0, 1, 2]).Trip("second", "08:20:00", [0, 1, 2]);
        scene.Drive("a", "08:00:00", 0, "08:04:00", 2000).Report("a", "08:05:00", 2000);
        scene.Drive("b", "08:09:00", 0, "08:12:00", 1500);

        Assert.NotEqual("first", scene.TripIdOf(scene.Vehicle("b", "08:12:00")));
    }

    [Fact]
    public void A_vehicle_that_goes_on_where_the_short_trip_turns_is_on_the_long_one()
    {
        StreetScene scene = new StreetScene().Trip("short", "08:00:00", [0, 1, 2, 3]).Trip("long", "08:03:00", East);
        scene.Drive("bus", "08:00:40", 0, "08:12:40", 6000 * 0.9);

        Assert.Equal("long", scene.TripIdOf(scene.Vehicle("bus", "08:12:40")));
    }

    [Fact]
    public void On_the_way_back_of_an_out_and_back_line_it_is_placed_there()
    {
        StreetScene scene = new StreetScene().Trip("loop", "08:00:00", [0, 1, 2, 3, 4, 5, 4, 3, 2, 1, 0]);
        scene.Drive("bus", "08:14:00", 3000, "08:16:00", 2000);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:16:00");

        Assert.Equal("loop", scene.TripIdOf(bus));
        Assert.InRange(bus.AlongMeters, 7900, 8100);
    }

    [Fact]
    public void Trips_that_fit_alike_are_told_as_candidates_with_what_speaks_for_them()
    {
        StreetScene scene = new StreetScene().Trip("first", "08:00:00", East).Trip("second", "08:04:00", East);
        scene.Drive("bus", "08:03:00", 500, "08:05:00", 1500);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:05:00");

        Assert.Equal(RejectionReason.Ambiguous, bus.UnmatchedReason);
        Assert.Equal(["first", "second"], bus.Candidates.Select(c => scene.Schedule.Trips.Id(c.Trip.TripIndex)).Order());
        Assert.All(bus.Candidates, c => Assert.InRange(c.AlongMeters, 1480, 1520));
        Assert.Equal(240, Math.Abs(bus.Candidates[0].DelaySeconds - bus.Candidates[1].DelaySeconds));
    }

    [Fact]
    public void A_vehicle_that_begins_to_name_its_trip_goes_before_one_that_was_found_on_it()
    {
        StreetScene scene = new StreetScene().Trip("east", "08:00:00", East);
        scene.Drive("found", "08:00:00", 0, "08:03:00", 1500).Drive("named", "08:03:00", 1400, "08:03:20", 1560, "east");

        Assert.Equal("east", scene.TripIdOf(scene.Vehicle("named", "08:03:20")));
        Assert.Null(scene.Vehicle("found", "08:03:20").Trip);
    }

    /// <summary>Trips every four minutes, each vehicle 200 s late, so that it fits the next trip better than its own.</summary>
    private static StreetScene LateLine(bool reversed = false)
    {
        StreetScene scene = new StreetScene().Trip("a", "08:00:00", East).Trip("b", "08:04:00", East).Trip("c", "08:08:00", East);
        IEnumerable<AvlReport> reports = StreetScene.MakeDrive("1", "08:03:20", 0, "08:13:40", 5166, null)
            .Concat(StreetScene.MakeDrive("2", "08:07:20", 0, "08:13:40", 3166, null))
            .Concat(StreetScene.MakeDrive("3", "08:11:20", 0, "08:13:40", 1166, null));
        IEnumerable<AvlReport> ordered = reversed
            ? reports.OrderBy(r => r.ReceivedAt).ThenByDescending(r => r.Device)
            : reports.OrderBy(r => r.ReceivedAt).ThenBy(r => r.Device);
        foreach (AvlReport report in ordered)
        {
            scene.Pipeline.Process(report);
        }

        return scene;
    }

    private static string?[] TripsOf(StreetScene scene, string time) =>
        [.. ((string[])["1", "2", "3"]).Select(v => scene.TripIdOf(scene.Vehicle(v, time)))];
}
