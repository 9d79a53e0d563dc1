using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Cameras;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Cameras;

/// <summary>Runs that no vehicle reports and cameras see: a street of six stops a kilometer apart, two minutes each, cameras at 0.5, 1.5 and 3.5 km.</summary>
public sealed class CameraOnlyRunTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4, 5];

    [Fact]
    public void A_passage_is_given_to_the_run_that_is_due()
    {
        StreetScene scene = Street().Passage("first", "08:01:05", "63");

        PassageSnapshot told = scene.PassageOf("first", "08:01:05", "08:03:30")!;

        Assert.Equal(PassageState.Attached, told.State);
        Assert.Equal("T", scene.Schedule.Trips.Id(told.Trip!.Value.TripIndex));
        Assert.InRange(told.Probability, 0.7, 1);
    }

    [Fact]
    public void A_run_that_only_cameras_see_has_arrivals_but_no_vehicle_and_no_position()
    {
        StreetScene scene = Seen();

        HubSnapshot snapshot = scene.Snapshot("08:07:00");

        TripSnapshot trip = Assert.Single(snapshot.Trips, t => scene.Schedule.Trips.Id(t.Trip.TripIndex) == "T");
        Assert.False(trip.HasVehicle);
        Assert.Empty(snapshot.Vehicles);
        Assert.DoesNotContain(trip.Stops, s => s.Passed);
        Assert.Equal(5, trip.Stops[^1].Position);
    }

    [Fact]
    public void Its_arrivals_follow_from_where_it_was_seen_last_and_grow_less_certain()
    {
        StreetScene scene = Seen();

        TripSnapshot trip = scene.TripOf("T", "08:07:00");

        Assert.InRange(trip.DelaySeconds!.Value, 175, 185);
        StopPrediction last = trip.Stops[^1];
        Assert.InRange(last.Arrival + last.Quantiles.P50, StreetScene.Unix("08:12:00"), StreetScene.Unix("08:14:00"));
        Assert.True(trip.Stops[^1].UncertaintySeconds > trip.Stops[0].UncertaintySeconds);
        Assert.True(trip.Stops[0].UncertaintySeconds >= 8);
    }

    [Fact]
    public void Stops_where_it_should_have_been_by_now_are_neither_promised_nor_told_as_facts()
    {
        TripSnapshot trip = Seen().TripOf("T", "08:09:00");

        Assert.True(trip.Stops[0].Position >= 3);
        Assert.DoesNotContain(trip.Stops, s => s.Passed);
    }

    [Fact]
    public void The_next_run_of_its_block_follows()
    {
        StreetScene scene = Seen();

        TripSnapshot next = scene.TripOf("back", "08:07:00");

        Assert.False(next.IsCurrent);
        Assert.False(next.HasVehicle);
        Assert.InRange(next.Stops[0].Departure, StreetScene.Unix("08:13:00"), StreetScene.Unix("08:16:00"));
    }

    [Fact]
    public void A_vehicle_that_reports_takes_its_run_from_the_cameras()
    {
        StreetScene scene = Seen();
        Assert.False(scene.TripOf("T", "08:07:00").HasVehicle);

        scene.Drive("bus", "08:07:20", 2200, "08:09:00", 3000, "T");
        HubSnapshot snapshot = scene.Snapshot("08:09:00");

        Assert.Equal("bus", Assert.Single(snapshot.Trips, t => t.IsCurrent).Vehicle.ToString());
    }

    [Fact]
    public void Cameras_go_on_with_the_run_of_a_vehicle_that_fell_silent()
    {
        StreetScene scene = Street().Drive("bus", "08:00:00", 0, "08:02:00", 1000, "T");
        Assert.True(scene.TripOf("T", "08:02:00").HasVehicle);
        scene.Pipeline.Advance(StreetScene.At("08:10:00"));
        scene.Passage("third", "08:14:00", "63");
        scene.Pipeline.Advance(StreetScene.At("08:16:10"));

        TripSnapshot trip = scene.TripOf("T", "08:16:20");

        Assert.False(trip.HasVehicle);
        Assert.InRange(trip.Stops[^1].Arrival, StreetScene.Unix("08:16:20"), StreetScene.Unix("08:18:00"));
    }

    [Fact]
    public void A_passage_that_shows_another_route_is_told_to_be_like_no_run()
    {
        StreetScene scene = Street().Passage("first", "08:05:00", "99");

        PassageSnapshot told = scene.PassageOf("first", "08:05:00", "08:08:00")!;

        Assert.Null(told.Trip);
        Assert.Equal(PassageState.Unlike, told.State);
        Assert.NotEmpty(told.Candidates);
        Assert.Null(scene.FindTrip("T", "08:08:00"));
    }

    [Theory]
    [InlineData("08:05:30", "08:07:30", "08:01:30")]
    [InlineData("08:08:30", "08:10:30", "08:04:30")]
    public void What_a_camera_saw_is_told_with_what_the_next_ones_see(string third, string fourth, string expected)
    {
        StreetScene scene = Street().Camera("fourth", 4500).Passage("first", "08:01:00", "63")
            .Passage("second", "08:01:30", "63").Passage("second", "08:04:30", "63").Passage("third", third, "63").Passage("fourth", fourth, "63");

        Assert.NotNull(scene.PassageOf("second", expected, "08:13:00")!.Trip);
        Assert.Single(scene.Snapshot("08:13:20").Passages, p => p.Device.ToString() == "second" && p.Trip is not null);
    }

    [Fact]
    public void A_run_that_three_cameras_missed_is_known_at_the_fourth()
    {
        StreetScene scene = Street().Camera("fourth", 4500);
        scene.Pipeline.Advance(StreetScene.At("07:00:00"));
        scene.Passage("third", "07:10:00", "99").Passage("fourth", "08:09:00", "63");

        Assert.Equal("T", scene.Schedule.Trips.Id(scene.PassageOf("fourth", "08:09:00", "08:12:00")!.Candidates[0].Trip.TripIndex));
    }

    [Fact]
    public void Hours_after_the_last_run_a_passage_is_of_none()
    {
        StreetScene scene = Street().Passage("first", "13:01:05", "63");

        Assert.Equal(PassageState.NoRun, scene.PassageOf("first", "13:01:05", "13:04:00")!.State);
    }

    [Fact]
    public void A_passage_that_comes_late_is_taken_all_the_same()
    {
        StreetScene scene = Street().Passage("first", "08:01:05", "63", lateSeconds: 240);

        Assert.Equal(PassageState.Attached, scene.PassageOf("first", "08:01:05", "08:05:20")!.State);
    }

    [Fact]
    public void A_run_that_cameras_see_is_not_in_doubt()
    {
        StreetScene seen = Seen();
        StreetScene unseen = Street();
        for (int minute = 1; minute <= 9; minute++)
        {
            seen.Pipeline.Advance(StreetScene.At($"08:{minute:D2}:00"));
            unseen.Pipeline.Advance(StreetScene.At($"08:{minute:D2}:00"));
        }

        Assert.DoesNotContain(seen.Snapshot("08:09:30").Unseen, u => seen.Schedule.Trips.Id(u.Trip.TripIndex) == "T");
    }

    [Fact]
    public void Two_replays_tell_the_same()
    {
        HubSnapshot one = Seen().Snapshot("08:09:00");
        HubSnapshot other = Seen().Snapshot("08:09:00");

        Assert.Equal(one.Passages.Select(p => (p.EventId, p.State, p.Trip, p.Probability)), other.Passages.Select(p => (p.EventId, p.State, p.Trip, p.Probability)));
        Assert.Equal(one.Trips.SelectMany(t => t.Stops), other.Trips.SelectMany(t => t.Stops));
    }

    [Theory]
    [InlineData(120, false)]
    [InlineData(60, true)]
    public void An_unclear_passage_is_told_when_its_window_is_over(int window, bool isTold)
    {
        StreetScene scene = Street();
        scene.Options = new FusionOptions { Cameras = new CameraOptions { WindowSeconds = window } };
        scene.Passage("first", "08:05:00", "99");

        Assert.Equal(isTold, scene.PassageOf("first", "08:05:00", "08:06:20") is not null);
    }

    [Fact]
    public void A_vehicle_that_reports_shows_the_error_of_a_cameras_clock()
    {
        StreetScene scene = new StreetScene().Camera("first", 500);
        for (int i = 0; i < 12; i++)
        {
            scene.Trip($"T{i}", $"{8 + (i / 6):D2}:{i % 6 * 10:D2}:00", Stops);
        }

        for (int i = 0; i < 12; i++)
        {
            string at = $"{8 + (i / 6):D2}:{i % 6 * 10:D2}";
            string later = $"{8 + (i / 6):D2}:{(i % 6 * 10) + 1:D2}";
            scene.Drive($"bus-{i}", $"{at}:00", 0, $"{later}:00", 500, $"T{i}");
            scene.Drive($"bus-{i}", $"{later}:20", 667, $"{later}:40", 833, $"T{i}");
            scene.Passage("first", $"{later}:00", "63", clockError: 25, lateSeconds: 30);
            scene.Pipeline.Advance(StreetScene.At($"{8 + (i / 6):D2}:{(i % 6 * 10) + 4:D2}:00"));
        }

        CameraSnapshot camera = Assert.Single(scene.Snapshot("09:55:00").Cameras);

        Assert.InRange(camera.ClockOffsetSeconds!.Value, -28, -22);
        Assert.All(scene.Snapshot("09:55:10").Trips, t => Assert.True(t.HasVehicle));
    }

    private static StreetScene Street() => new StreetScene()
        .Trip("T", "08:00:00", Stops, block: "B").Trip("back", "08:12:00", [5, 4, 3, 2, 1, 0], block: "B").Trip("later", "08:40:00", Stops)
        .Camera("first", 500).Camera("second", 1500).Camera("third", 3500);

    /// <summary>A run seen three minutes late at two cameras.</summary>
    private static StreetScene Seen()
    {
        StreetScene scene = Street().Passage("first", "08:02:00", "63").Passage("second", "08:06:00", "63");
        scene.Pipeline.Advance(StreetScene.At("08:06:30"));
        return scene;
    }
}
