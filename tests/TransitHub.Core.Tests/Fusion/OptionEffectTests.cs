using TransitHub.Core.Fusion;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Fusion;

/// <summary>Every option of fusion does what it says.</summary>
public sealed class OptionEffectTests
{
    private static readonly int[] Stops = [0, 1, 2, 3, 4];

    [Theory]
    [InlineData(3600, RejectionReason.None)]
    [InlineData(600, RejectionReason.TripNotActive)]
    public void A_vehicle_may_sign_on_so_early_and_not_earlier(int seconds, RejectionReason reason)
    {
        StreetScene scene = With(new FusionOptions { SignOnEarlySeconds = seconds });
        scene.Report("bus", "07:40:00", 0, "T");

        Assert.Equal(reason, scene.Vehicle("bus", "07:40:00").UnmatchedReason);
    }

    [Theory]
    [InlineData(5400, RejectionReason.None)]
    [InlineData(600, RejectionReason.TripNotActive)]
    public void A_vehicle_may_be_so_late_and_not_later(int seconds, RejectionReason reason)
    {
        StreetScene scene = With(new FusionOptions { MaxDelaySeconds = seconds });
        scene.Report("bus", "08:40:00", 1500, "T");

        Assert.Equal(reason, scene.Vehicle("bus", "08:40:00").UnmatchedReason);
    }

    [Theory]
    [InlineData(300, VehiclePhase.Deadhead)]
    [InlineData(900, VehiclePhase.InService)]
    public void A_vehicle_far_ahead_of_its_timetable_has_not_begun(int seconds, VehiclePhase phase)
    {
        StreetScene scene = With(new FusionOptions { EarlyStartSeconds = seconds });
        scene.Drive("bus", "07:55:00", 1000, "07:56:00", 1500, "T");

        Assert.Equal(phase, scene.Vehicle("bus", "07:56:00").Phase);
    }

    [Fact]
    public void A_longer_layover_delays_the_next_trip_of_a_late_vehicle()
    {
        Assert.Equal(240, StartOfNext(300) - StartOfNext(60));

        static long StartOfNext(int layover)
        {
            StreetScene scene = new StreetScene().Trip("out", "08:00:00", [0, 1, 2], block: "B").Trip("back", "08:05:00", [2, 1, 0], block: "B");
            scene.Options = new FusionOptions { MinLayoverSeconds = layover };
            scene.Drive("bus", "08:10:00", 500, "08:11:00", 1000, "out");
            return scene.TripOf("back", "08:11:00").Stops[0].Departure;
        }
    }

    [Fact]
    public void Silence_makes_a_vehicle_lost_and_then_removes_it_after_the_times_set()
    {
        StreetScene scene = With(new FusionOptions { LostAfterSeconds = 60, RemoveAfterSeconds = 120 });
        scene.Report("bus", "08:00:00", 0, "T");

        Assert.Equal(VehiclePhase.Layover, scene.Vehicle("bus", "08:00:59").Phase);
        Assert.Equal(VehiclePhase.Lost, scene.Vehicle("bus", "08:01:00").Phase);
        Assert.Empty(scene.Snapshot("08:02:00").Vehicles);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(120, false)]
    public void Expectations_of_a_silent_vehicle_are_made_anew_after_the_time_set(int seconds, bool isNew)
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops, secondsPerKilometer: 600);
        scene.Options = new FusionOptions { RefreshSeconds = seconds };
        scene.Drive("bus", "08:00:00", 0, "08:01:00", 100, "T");
        TripSnapshot before = scene.TripOf("T", "08:01:05");

        // From the second minute of silence on the place is less certain with every expectation made anew.
        Assert.Equal(isNew, !ReferenceEquals(before, scene.TripOf("T", "08:02:50")));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(300, false)]
    public void Searches_for_a_trip_keep_their_distance(int seconds, bool isFound)
    {
        StreetScene scene = With(new FusionOptions { SearchSeconds = seconds });
        scene.Report("bus", "07:59:00", 0, north: 700).Report("bus", "07:59:20", 0, north: 400);
        scene.Drive("bus", "08:00:00", 0, "08:02:00", 1000);

        Assert.Equal(isFound, scene.Vehicle("bus", "08:02:00").Trip is not null);
    }

    private static StreetScene With(FusionOptions options)
    {
        StreetScene scene = new StreetScene().Trip("T", "08:00:00", Stops);
        scene.Options = options;
        return scene;
    }
}
