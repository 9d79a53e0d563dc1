using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Vehicles that stand and run nothing.</summary>
public sealed class YardTests
{
    private static readonly int[] Stops = [0, 1, 2, 3];

    [Fact]
    public void A_vehicle_that_stands_far_from_lines_and_terminals_is_in_its_yard_after_five_minutes()
    {
        StreetScene scene = Standing(1500, 800);

        Assert.Equal(VehiclePhase.Unmatched, scene.Vehicle("bus", "05:10:00").Phase);
        scene.Report("bus", "05:14:40", 1510, north: 795);
        Assert.Equal(VehiclePhase.Unmatched, scene.Vehicle("bus", "05:14:40").Phase);
        scene.Report("bus", "05:15:00", 1505, north: 803);
        Assert.Equal(VehiclePhase.Depot, scene.Vehicle("bus", "05:15:00").Phase);

        scene.Report("bus", "05:15:20", 1505, north: 650);
        Assert.Equal(VehiclePhase.Unmatched, scene.Vehicle("bus", "05:15:20").Phase);
    }

    [Theory]
    [InlineData(3000, 200)]
    [InlineData(1500, 20)]
    public void A_vehicle_that_stands_at_a_terminal_or_in_the_street_is_not_in_a_yard(double east, double north)
    {
        StreetScene scene = Standing(east, north);
        scene.Report("bus", "05:14:40", east, north: north).Report("bus", "05:18:00", east, north: north);

        Assert.NotEqual(VehiclePhase.Depot, scene.Vehicle("bus", "05:18:00").Phase);
    }

    private static StreetScene Standing(double east, double north) =>
        new StreetScene().Trip("T", "08:00:00", Stops).Report("bus", "05:10:00", east, north: north);
}
