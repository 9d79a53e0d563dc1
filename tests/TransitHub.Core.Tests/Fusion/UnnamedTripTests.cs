using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Vehicles that do not say which trip they run.</summary>
public sealed class UnnamedTripTests
{
    private static readonly int[] East = [0, 1, 2, 3, 4, 5, 6];
    private static readonly int[] West = [6, 5, 4, 3, 2, 1, 0];

    [Fact]
    public void A_drive_along_a_line_at_the_time_of_one_trip_is_that_trip()
    {
        StreetScene scene = TwoWays();
        scene.Drive("bus", "08:00:00", 0, "08:02:00", 1000);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:02:00");

        Assert.Equal("east", scene.TripIdOf(bus));
        Assert.InRange(bus.MatchProbability, 0.9f, 1f);
        Assert.NotNull(scene.FindTrip("east", "08:02:00"));
    }

    [Fact]
    public void The_direction_is_told_by_the_drive()
    {
        StreetScene scene = TwoWays();
        scene.Drive("bus", "08:00:00", 6000, "08:02:00", 5000);

        Assert.Equal("west", scene.TripIdOf(scene.Vehicle("bus", "08:02:00")));
    }

    [Fact]
    public void A_vehicle_that_stands_still_is_not_guessed_at()
    {
        StreetScene scene = TwoWays();
        scene.Drive("bus", "08:00:00", 2000, "08:03:00", 2020);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:03:00");

        Assert.Null(bus.Trip);
        Assert.Equal(RejectionReason.NoCandidate, bus.UnmatchedReason);
    }

    [Fact]
    public void Between_two_trips_that_fit_alike_only_the_route_is_told()
    {
        StreetScene scene = new StreetScene().Trip("first", "08:00:00", East).Trip("second", "08:04:00", East);
        scene.Drive("bus", "08:03:00", 0, "08:05:00", 1000);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:05:00");

        Assert.Null(bus.Trip);
        Assert.Equal(RejectionReason.Ambiguous, bus.UnmatchedReason);
        Assert.Equal(0, bus.RouteIndex);
    }

    [Fact]
    public void A_trip_that_another_vehicle_runs_is_not_given_twice()
    {
        StreetScene scene = new StreetScene().Trip("east", "08:00:00", East);
        scene.Drive("named", "08:00:00", 0, "08:02:00", 1000, "east").Drive("bus", "08:02:10", 0, "08:04:10", 1000);

        Assert.Equal(RejectionReason.TripTaken, scene.Vehicle("bus", "08:04:10").UnmatchedReason);
    }

    [Fact]
    public void After_the_last_trip_the_vehicle_is_at_its_layover()
    {
        StreetScene scene = new StreetScene().Trip("east", "08:00:00", [0, 1, 2]);
        scene.Drive("bus", "08:00:00", 0, "08:04:00", 2000).Report("bus", "08:05:00", 2000);

        VehicleSnapshot bus = scene.Vehicle("bus", "08:05:00");

        Assert.Equal((VehiclePhase.Layover, RejectionReason.AtLayover), (bus.Phase, bus.UnmatchedReason));
    }

    [Fact]
    public void A_sign_that_shows_the_route_or_the_headsign_is_understood()
    {
        foreach (string sign in (string[])["63", "63 Harbour", "east street", "Harbour"])
        {
            StreetScene scene = new StreetScene().Trip("east", "08:00:00", East, headsign: "Harbour");
            scene.Drive("bus", "08:00:00", 0, "08:02:00", 1000, with: r => r with { SignText = sign });

            Assert.Equal("east", scene.TripIdOf(scene.Vehicle("bus", "08:02:00")));
        }
    }

    [Fact]
    public void A_sign_out_of_service_runs_no_trip()
    {
        StreetScene scene = TwoWays();
        scene.Drive("bus", "08:00:00", 0, "08:02:00", 1000, with: r => r with { SignText = "NOT IN SERVICE" });

        Assert.Equal(RejectionReason.OutOfService, scene.Vehicle("bus", "08:02:00").UnmatchedReason);
    }

    [Fact]
    public void Signs_that_only_the_operator_knows_are_read_by_the_operators_table()
    {
        StreetScene scene = TwoWays();
        scene.Options = new FusionOptions { SignRoutes = new Dictionary<string, string> { ["4631"] = "R", ["0"] = string.Empty } };
        scene.Drive("a", "08:00:00", 0, "08:02:00", 1000, with: r => r with { SignText = "4631" });
        scene.Drive("b", "08:00:00", 0, "08:02:00", 1000, with: r => r with { SignText = "0" });
        scene.Drive("c", "08:00:00", 0, "08:02:00", 1000, with: r => r with { SignText = "4355" });

        Assert.Equal("east", scene.TripIdOf(scene.Vehicle("a", "08:02:00")));
        Assert.Equal(RejectionReason.OutOfService, scene.Vehicle("b", "08:02:00").UnmatchedReason);
        Assert.Equal(RejectionReason.UnknownRoute, scene.Vehicle("c", "08:02:00").UnmatchedReason);
    }

    [Fact]
    public void A_lower_bar_takes_a_trip_that_the_default_leaves_open()
    {
        StreetScene scene = new StreetScene().Trip("first", "08:00:00", East).Trip("second", "08:08:00", East);
        scene.Options = new FusionOptions { ResolveProbability = 0.5 };
        scene.Drive("bus", "08:03:00", 0, "08:05:00", 1000);

        Assert.Equal("first", scene.TripIdOf(scene.Vehicle("bus", "08:05:00")));
    }

    private static StreetScene TwoWays() => new StreetScene().Trip("east", "08:00:00", East).Trip("west", "08:00:00", West, direction: 1);
}
