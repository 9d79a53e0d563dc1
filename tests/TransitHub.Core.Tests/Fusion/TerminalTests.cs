using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Vehicles before the start of their run, through the whole pipeline.</summary>
public sealed class TerminalTests
{
    private static readonly int[] FiveStops = [0, 1, 2, 3, 4];

    [Fact]
    public void A_vehicle_that_cannot_reach_its_first_stop_in_time_is_late_by_what_its_stops_say()
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", FiveStops);
        scene.Drive("bus", "07:58:00", 3600, "07:59:00", 3000, "T");

        VehicleSnapshot bus = scene.Vehicle("bus", "07:59:00");
        TripSnapshot trip = scene.TripOf("T", "07:59:00");

        Assert.Equal(VehiclePhase.Deadhead, bus.Phase);
        Assert.InRange(bus.DelaySeconds!.Value, 420, 600);
        Assert.Equal(bus.DelaySeconds, trip.DelaySeconds);
        Assert.InRange(trip.Stops[0].Departure - StreetScene.Unix("08:00:00") - bus.DelaySeconds.Value, -2, 2);
    }
}
