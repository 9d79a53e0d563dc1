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

    [Fact]
    public void A_line_whose_vehicles_leave_late_is_expected_to_leave_late()
    {
        StreetScene scene = new();
        for (int run = 0; run < 12; run++)
        {
            scene.Trip($"T{run:00}", $"{8 + (run / 6):00}:{run % 6 * 10:00}:00", FiveStops);
        }

        for (int run = 0; run < 11; run++)
        {
            string hour = $"{8 + (run / 6):00}";
            int minute = run % 6 * 10;
            scene.Report($"bus{run}", $"{7 + ((run + 5) / 6):00}:{(minute + 55) % 60:00}:00", 0, $"T{run:00}")
                .Report($"bus{run}", $"{hour}:{minute:00}:50", 0, $"T{run:00}")
                .Drive($"bus{run}", $"{hour}:{minute + 1:00}:00", 60, $"{hour}:{minute + 3:00}:00", 1100, $"T{run:00}");
        }

        scene.Report("last", "09:45:00", 0, "T11");

        Assert.InRange(scene.TripOf("T11", "09:45:00").Stops[0].Departure, StreetScene.Unix("09:50:25"), StreetScene.Unix("09:51:00"));
    }
}
