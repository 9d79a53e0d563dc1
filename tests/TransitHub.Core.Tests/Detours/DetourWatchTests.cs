using TransitHub.Core.Alerting;
using TransitHub.Core.Detours;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Detours;

/// <summary>When a detour is found, what is known of it, and when it is over; every state made by the whole pipeline.</summary>
public sealed class DetourWatchTests
{
    [Fact]
    public void Three_vehicles_that_go_the_same_way_round_are_a_detour_with_its_stops_way_and_time()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(24.9);
        Assert.Empty(scene.Found);
        Detour found = Assert.Single(scene.To(27).Found);
        Assert.Equal(("ten", 0), (found.RouteId, found.DirectionId));
        Assert.Equal(["d", "e"], found.SkippedStopIds);
        Assert.Equal(["c", "d", "e", "f"], found.StopIds);
        Assert.Equal(["ten-bus-0", "ten-bus-1", "ten-bus-2"], found.Vehicles);
        Assert.InRange(found.ExtraSeconds, 50, 90);
        Assert.InRange(found.FirstSeen, DetourScene.Seven + 120, DetourScene.Seven + 150);
        Assert.All(DetourFit.WayOf(found), p => Assert.InRange(MetersFromTruth(p), 0, 40));
        Assert.Contains(DetourFit.WayOf(found), p => p.Lat > 13.7025);
    }

    [Fact]
    public void It_is_told_with_its_effect_stops_and_line_and_can_be_proposed_only()
    {
        DetourScene scene = new DetourScene(DetourScene.Options with { Detour = AlertPolicy.Propose }).Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(27);
        AlertEpisode episode = Assert.Single(scene.Watch.Episodes);
        Assert.StartsWith("auto-detour-ten-0-d-", episode.Id, StringComparison.Ordinal);
        Assert.Equal(Alert.Types.Effect.Detour, episode.Alert.Effect);
        Assert.Equal([null, "d", "e"], episode.Alert.InformedEntities.Select(e => e.StopId));
        Assert.All(episode.Alert.InformedEntities, e => Assert.Equal("ten", e.RouteId));
        Assert.Equal("Vehicles of line 10 take another way and do not stop at: Stop 3, Stop 4.", episode.Alert.Description.Single(d => d.Language == "en").Text);
        Assert.False(new AlertBoard(DetourScene.Options with { Detour = AlertPolicy.Propose }).IsPublished(episode, AlertBook.Empty));
        Assert.True(new AlertBoard(DetourScene.Options).IsPublished(episode, AlertBook.Empty));
    }

    [Fact]
    public void With_the_policy_off_nobody_looks() =>
        Assert.Empty(new DetourScene(DetourScene.Options with { Detour = AlertPolicy.Off }).Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(27).Found);

    [Fact]
    public void How_many_vehicles_it_takes_is_a_setting()
    {
        Assert.Empty(new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).To(20).Found);
        Assert.Single(new DetourScene(DetourScene.Options with { DetourVehicles = 2 }).Drive(0, Way.Round).Drive(1, Way.Round).To(20).Found);
    }

    [Fact]
    public void One_vehicle_three_times_is_no_detour() =>
        Assert.Empty(new DetourScene().Drive(0, Way.Round, vehicle: "one").Drive(2, Way.Round, vehicle: "one").Drive(4, Way.Round, vehicle: "one").To(50).Found);

    [Theory]
    [InlineData(nameof(Way.Jumping))]
    [InlineData(nameof(Way.ByTheStops))]
    [InlineData(nameof(Way.Lost))]
    [InlineData(nameof(Way.Regular))]
    public void Bad_fixes_ways_that_pass_no_stop_by_and_vehicles_that_never_come_back_are_none(string name)
    {
        Way way = Enum.Parse<Way>(name);
        Assert.Empty(new DetourScene().Drive(0, way).Drive(1, way).Drive(2, way).Drive(3, way).To(50).Found);
    }

    [Fact]
    public void Vehicles_far_apart_in_time_are_none_unless_the_window_says_so()
    {
        static DetourScene Far(AlertOptions options) => new DetourScene(options).Drive(0, Way.Round).Drive(2, Way.Round).Drive(4, Way.Round).To(47);
        Assert.Empty(Far(DetourScene.Options with { DetourWindowSeconds = 1200 }).Found);
        Assert.Single(Far(DetourScene.Options).Found);
    }

    [Fact]
    public void How_far_beside_the_line_counts_is_a_setting()
    {
        static DetourScene Beside(AlertOptions options) => new DetourScene(options).Drive(0, Way.NextStreet).Drive(1, Way.NextStreet).Drive(2, Way.NextStreet).To(27);
        Assert.Single(Beside(DetourScene.Options).Found);
        Assert.Empty(Beside(DetourScene.Options with { DetourMeters = 120 }).Found);
    }

    [Fact]
    public void Where_most_keep_to_the_line_it_is_the_drivers_own_way()
    {
        DetourScene scene = new();
        for (int i = 0; i < 8; i++)
        {
            scene.Drive(i, i % 2 == 0 ? Way.Round : Way.Regular);
        }

        Assert.Empty(scene.To(90).Found);
    }

    [Fact]
    public void It_is_over_once_two_vehicles_kept_to_the_line_and_not_before()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Regular).Drive(4, Way.Round).Drive(5, Way.Regular).Drive(6, Way.Regular);
        Assert.Equal(1, Assert.Single(scene.To(36).Found).RegularCount);
        Assert.Equal((0, 4), (Assert.Single(scene.To(47.5).Found).RegularCount, scene.Found[0].RunCount));
        Assert.Single(scene.To(56).Found);
        Assert.Empty(scene.To(66).Found);
        Assert.Single(new DetourScene(DetourScene.Options with { DetourRegularVehicles = 3 }).Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Regular).Drive(4, Way.Regular).To(50).Found);
    }

    [Fact]
    public void Each_line_ends_it_with_its_own_vehicles()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round, "twenty").Drive(2, Way.Round).Drive(3, Way.Regular).Drive(4, Way.Regular).Drive(4, Way.Regular, "twenty");
        Assert.Equal(["ten", "twenty"], scene.To(40).Found.Select(f => f.RouteId).Order());
        Assert.Equal(["twenty"], scene.To(47).Found.Select(f => f.RouteId));
    }

    [Fact]
    public void It_is_over_when_nobody_comes_any_more()
    {
        // Another line's vehicle, on its way all the time, shows that the feed is heard.
        static DetourScene Quiet(AlertOptions options)
        {
            DetourScene scene = new DetourScene(options).Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round);
            for (int i = 3; i < 20; i++)
            {
                scene.Drive(i, Way.Regular, "often", "other");
            }

            return scene;
        }

        DetourScene scene = Quiet(DetourScene.Options with { DetourSilentSeconds = 1800 }).To(50);
        Assert.Single(scene.Found);
        Assert.Empty(scene.To(60).Found);
    }

    [Fact]
    public void Another_line_belongs_to_it_by_its_own_first_vehicle_unless_others_of_it_keep_to_their_line()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(27);
        Assert.Equal(["ten"], scene.Found.Select(f => f.RouteId));
        Assert.Equal(["ten", "twenty"], scene.Drive(3, Way.Round, "twenty").To(40).Found.Select(f => f.RouteId));

        DetourScene mixed = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(1, Way.Regular, "twenty").Drive(3, Way.Round, "twenty").To(40);
        Assert.Equal(["ten"], mixed.Found.Select(f => f.RouteId));
    }

    [Fact]
    public void Vehicles_of_several_lines_on_one_street_count_together()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round, "twenty").Drive(2, Way.Round, "often");
        Assert.Empty(scene.To(24.9).Found);
        Assert.Equal(["often", "ten", "twenty"], scene.To(27).Found.Select(f => f.RouteId).Order());
    }

    [Fact]
    public void A_restart_goes_on_with_it_under_the_same_name_and_ends_it_the_same_way()
    {
        DetourScene scene = new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).Drive(3, Way.Regular).Drive(4, Way.Regular).To(27);
        AlertEpisode before = Assert.Single(scene.Watch.Episodes);
        AlertWatch after = new(DetourScene.Options);
        after.Restore(AlertWatch.Decode(AlertWatch.Encode(scene.Watch.Episodes)));
        scene.Watch = after;
        AlertEpisode kept = Assert.Single(scene.To(36).Watch.Episodes);
        Assert.Equal(before.Id, kept.Id);
        Assert.Equal(before.Evidence.Detour!.Path.AsEnumerable(), kept.Evidence.Detour!.Path.AsEnumerable());
        Assert.Empty(scene.To(47).Watch.Episodes);
    }

    [Fact]
    public void Two_watches_of_the_same_states_find_the_same()
    {
        static byte[] Found() => AlertWatch.Encode(new DetourScene().Drive(0, Way.Round).Drive(1, Way.Round).Drive(2, Way.Round).To(27).Watch.Episodes);
        Assert.Equal(Found(), Found());
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        AlertOptions wrong = new() { DetourVehicles = 1, DetourWindowSeconds = 1, DetourRegularVehicles = 0, DetourSilentSeconds = 1, DetourMeters = 10 };
        Assert.Equal(
            ["DetourVehicles", "DetourWindowSeconds", "DetourRegularVehicles", "DetourSilentSeconds", "DetourMeters"],
            wrong.Check().Select(w => w.Split(' ')[0]));
    }

    /// <summary>How far a place is from where the drivers went.</summary>
    private static double MetersFromTruth(GeoPoint place)
    {
        Geometry line = DetourScene.Network.Geometries[DetourScene.Network.Patterns.GeometryIndex(0)];
        GeoPoint At(double along, double aside) => new(line.At(along).Lat + (aside / 111_000), line.At(along).Lon);
        GeoPoint[] truth =
        [
            At(DetourScene.LeaveMeters - 400, 0), At(DetourScene.LeaveMeters, 0), At(DetourScene.LeaveMeters, DetourScene.AsideMeters),
            At(DetourScene.ReturnMeters, DetourScene.AsideMeters), At(DetourScene.ReturnMeters, 0), At(DetourScene.ReturnMeters + 400, 0),
        ];
        return LineSpan.Meters(truth, place);
    }
}
