using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion.Cameras;

/// <summary>
/// Runs by headway that no vehicle reports and cameras see: a street of six stops a kilometer apart, two minutes each, every ten minutes all day, cameras at
/// 0.5, 1.5, 2.5 and 3.5 km.
/// </summary>
public sealed class HeadwayStartTests
{
    [Fact]
    public void A_passage_begins_a_run_with_a_start_of_its_own()
    {
        TripSnapshot trip = Assert.Single(Street().Passage("a", "08:03:00", "63").Snapshot("08:05:20").Trips);

        Assert.False(trip.HasVehicle);
        Assert.Null(trip.DelaySeconds);
        Assert.InRange(trip.Trip.StartSeconds, (8 * 3600) + 110, (8 * 3600) + 130);
        Assert.DoesNotContain(trip.Stops, s => s.Passed);
    }

    [Fact]
    public void It_has_no_position()
    {
        Assert.Empty(Street().Passage("a", "08:03:00", "63").Snapshot("08:05:20").Vehicles);
    }

    [Fact]
    public void The_next_passage_is_of_the_same_run()
    {
        StreetScene scene = Street().Passage("a", "08:03:00", "63");
        TripInstance begun = Assert.Single(scene.Snapshot("08:04:30").Trips).Trip;

        scene.Passage("b", "08:06:00", "63");
        TripSnapshot trip = Assert.Single(scene.Snapshot("08:06:30").Trips);

        Assert.Equal(begun, trip.Trip);
        Assert.InRange(trip.Stops[^1].Arrival, StreetScene.Unix("08:12:00"), StreetScene.Unix("08:15:00"));
    }

    [Fact]
    public void The_next_departures_are_foretold_from_it()
    {
        StreetScene scene = Street().Passage("a", "08:03:00", "63");
        HubSnapshot snapshot = scene.Snapshot("08:05:20");

        HeadwayForecast forecast = Assert.Single(snapshot.Headways);

        Assert.InRange(forecast.LastDeparture.UnixSeconds, StreetScene.Unix("08:01:50"), StreetScene.Unix("08:02:10"));
    }

    [Fact]
    public void Two_vehicles_are_two_runs()
    {
        StreetScene scene = Street().Passage("a", "08:03:00", "63").Passage("a", "08:13:00", "63").Passage("b", "08:15:00", "63");

        Assert.Equal(2, scene.Snapshot("08:16:00").Passages.Where(p => p.Device.ToString() == "a").Select(p => p.Trip).Distinct().Count());
        Assert.Equal(scene.PassageOf("a", "08:13:00", "08:17:30")!.Trip, scene.PassageOf("b", "08:15:00", "08:17:30")!.Trip);
    }

    [Fact]
    public void A_run_that_the_next_cameras_do_not_see_was_none()
    {
        StreetScene scene = Street().Passage("a", "08:03:00", "63");
        Assert.Single(scene.Snapshot("08:05:20").Trips);

        Step(scene, 5, 25);

        Assert.Empty(scene.Snapshot("08:25:00").Trips);
    }

    [Fact]
    public void A_vehicle_that_reports_has_its_passage()
    {
        StreetScene scene = Street();
        scene.Drive("bus", "08:02:00", 0, "08:03:20", 667, "T");
        scene.Passage("a", "08:03:00", "63", lateSeconds: 21);
        scene.Drive("bus", "08:03:40", 833, "08:05:00", 1500, "T");

        TripSnapshot trip = Assert.Single(scene.Snapshot("08:05:20").Trips);

        Assert.True(trip.HasVehicle);
    }

    [Fact]
    public void A_departure_that_a_camera_and_a_vehicle_tell_of_counts_once()
    {
        StreetScene scene = Street();
        scene.Drive("bus", "08:02:00", 0, "08:03:20", 667, "T");
        scene.Passage("a", "08:03:00", "63", lateSeconds: 21);
        scene.Drive("bus", "08:03:40", 833, "08:06:00", 2000, "T");
        scene.Passage("b", "08:05:00", "63", lateSeconds: 61);

        Assert.Equal(0, Assert.Single(scene.Snapshot("08:08:00").Headways).Gaps);
    }

    [Fact]
    public void Outside_the_hours_of_service_nothing_begins()
    {
        Assert.Empty(Street().Passage("a", "23:03:00", "63").Snapshot("23:05:20").Trips);
    }

    [Fact]
    public void A_passage_that_shows_another_route_begins_nothing()
    {
        Assert.Empty(Street().Passage("a", "08:03:00", "99").Snapshot("08:05:20").Trips);
    }

    [Fact]
    public void Two_replays_begin_the_same_runs()
    {
        Assert.Equal(Told(), Told());

        static IEnumerable<(string?, TripInstance?, float)> Told() =>
            Street().Passage("a", "08:03:00", "63").Passage("b", "08:06:00", "63").Snapshot("08:09:00").Passages.Select(p => (p.EventId, p.Trip, p.Probability)).ToList();
    }

    private static void Step(StreetScene scene, int from, int to)
    {
        for (int minute = from; minute < to; minute++)
        {
            scene.Pipeline.Advance(StreetScene.At($"08:{minute:D2}:30"));
        }
    }

    private static StreetScene Street() => new StreetScene()
        .Trip("T", "06:00:00", [0, 1, 2, 3, 4, 5]).EverySeconds("T", "06:00:00", "22:00:00", 600)
        .Camera("a", 500).Camera("b", 1500).Camera("c", 2500).Camera("d", 3500);
}
