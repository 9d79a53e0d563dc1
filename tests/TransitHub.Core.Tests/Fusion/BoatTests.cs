using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>What boats do that buses do not.</summary>
public sealed class BoatTests
{
    private static readonly int[] Piers = [0, 1, 2, 3, 4];

    [Fact]
    public void A_pier_that_a_boat_passes_without_landing_is_passed_at_one_moment()
    {
        StreetScene scene = River();
        scene.Report("boat", "08:00:00", 0, "T").Drive("boat", "08:00:20", 100, "08:05:00", 2500, "T", with: North(90));

        TripSnapshot trip = scene.TripOf("T", "08:05:00");

        Assert.Equal(3, scene.Vehicle("boat", "08:05:00").StopPosition);
        StopPrediction passed = trip.Stops.Single(s => s.Position == 2);
        Assert.True(passed.Passed);
        Assert.InRange(passed.Departure - passed.Arrival, 0, 1);
    }

    [Fact]
    public void A_boat_that_drifts_at_the_pier_neither_leaves_nor_goes_back()
    {
        StreetScene scene = River();
        scene.Report("boat", "08:00:00", 0, "T").Drive("boat", "08:00:20", 100, "08:02:00", 1000, "T");
        foreach ((string time, double east, double north) in new[]
        {
            ("08:02:20", 1035.0, 20.0), ("08:02:40", 980, 30), ("08:03:00", 1045, -15), ("08:03:20", 965, 10), ("08:03:40", 1050, 25), ("08:04:00", 1010, 0),
        })
        {
            scene.Report("boat", time, east, "T", north);
            VehicleSnapshot boat = scene.Vehicle("boat", time);
            Assert.Equal((VehiclePhase.InService, 1, StopStatus.StoppedAt), (boat.Phase, boat.StopPosition, boat.StopStatus));
        }

        scene.Drive("boat", "08:04:20", 1100, "08:06:00", 1900, "T");

        StopPrediction pier = scene.TripOf("T", "08:06:00").Stops[0];
        Assert.Equal((1, true), (pier.Position, pier.Passed));
        Assert.InRange(pier.Departure, StreetScene.Unix("08:04:00"), StreetScene.Unix("08:04:20"));
    }

    [Fact]
    public void A_boat_that_drifts_at_its_first_pier_has_not_begun()
    {
        StreetScene scene = River();
        foreach ((string time, double east) in new[] { ("08:00:20", 5.0), ("08:00:40", 40), ("08:01:00", -20), ("08:01:20", 50), ("08:01:40", 10) })
        {
            scene.Report("boat", time, east, "T");
            Assert.Equal(VehiclePhase.Layover, scene.Vehicle("boat", time).Phase);
        }

        scene.Drive("boat", "08:02:00", 150, "08:03:00", 650, "T");

        Assert.Equal((VehiclePhase.InService, 1), (scene.Vehicle("boat", "08:03:00").Phase, scene.Vehicle("boat", "08:03:00").StopPosition));
    }

    [Fact]
    public void A_boat_at_the_far_bank_is_still_on_its_line_and_a_bus_there_is_not()
    {
        StreetScene river = River();
        StreetScene street = new StreetScene().Trip("T", "08:00:00", Piers);
        foreach (StreetScene scene in new[] { river, street })
        {
            scene.Report("v", "08:00:00", 0, "T").Drive("v", "08:00:20", 150, "08:01:40", 800, "T")
                .Drive("v", "08:02:00", 900, "08:04:00", 1900, "T", with: North(160));
        }

        Assert.Equal(VehiclePhase.InService, river.Vehicle("v", "08:04:00").Phase);
        Assert.Equal(VehiclePhase.OffRoute, street.Vehicle("v", "08:04:00").Phase);
    }

    [Fact]
    public void A_two_pier_ferry_that_names_one_trip_all_day_begins_a_run_each_time_it_leaves()
    {
        StreetScene scene = new StreetScene { MetersApart = 300 }.RouteType(4).Trip("out", "08:00:00", [0, 1], 120)
            .EverySeconds("out", "06:00:00", "22:00:00", 600);
        HashSet<int> starts = [];
        for (int hour = 8; hour < 11; hour++)
        {
            scene.Report("ferry", $"{hour:00}:00:00", 0, "out").Drive("ferry", $"{hour:00}:00:20", 20, $"{hour:00}:02:20", 300, "out");
            if (scene.Vehicle("ferry", $"{hour:00}:02:20").Trip is { } trip)
            {
                starts.Add(trip.StartSeconds);
            }

            scene.Drive("ferry", $"{hour:00}:05:00", 290, $"{hour:00}:07:20", 0, "out");
        }

        Assert.Equal(3, starts.Count);
    }

    private static StreetScene River() => new StreetScene().RouteType(4).Trip("T", "08:00:00", Piers);

    private static Func<AvlReport, AvlReport> North(double meters) => r => r with { Latitude = r.Latitude + (meters / 111_195) };
}
