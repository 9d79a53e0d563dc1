using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion.Crowding;

/// <summary>Those who wait at a stop, from counts and vehicles to what readers see. The stop is S5, five kilometers down the street.</summary>
public sealed class CrowdingTests
{
    private static readonly FusionOptions Roomy = new() { Load = new LoadOptions { Rooms = new Dictionary<string, VehicleRoom> { ["R"] = new(30, 150) } } };

    [Fact]
    public void Riders_gather_until_a_vehicle_takes_them()
    {
        StreetScene scene = Scene(capacity: 100);
        Gate(scene, "08:00:00", minutes: 12, perMinute: 4);
        StopCrowding before = Crowding(scene, "08:12:10");
        Assert.InRange(before.Waiting.Mean, 40, 60);
        Assert.InRange(40 * 1.06, before.Waiting.Low, before.Waiting.High);
        Assert.Equal((CrowdingLevel.Busy, 100), (before.Level, before.Capacity!.Value));
        Assert.Equal(Unix("08:12:00"), before.MeasuredAt.UnixSeconds);

        scene.Drive("bus-1", "08:03:00", 0, "08:15:00", 6000, "T");
        StopCrowding after = Crowding(scene, "08:15:30");
        Assert.InRange(after.Waiting.Mean, 0, 15);
        Assert.True(after.Waiting.High < before.Waiting.Low);
    }

    [Fact]
    public void What_a_camera_does_not_send_is_expected_and_uncertain_and_not_zero()
    {
        StreetScene scene = Scene(capacity: null);
        Gate(scene, "08:00:00", minutes: 10, perMinute: 6);
        StopCrowding known = Crowding(scene, "08:10:10");
        StopCrowding later = Crowding(scene, "08:20:10");
        Assert.InRange(later.Waiting.Mean - known.Waiting.Mean, 40, 90);
        Assert.True(later.Waiting.High - later.Waiting.Low > 1.5 * (known.Waiting.High - known.Waiting.Low));
        Assert.Equal(known.MeasuredAt, later.MeasuredAt);
        Assert.Equal(CrowdingLevel.Unknown, later.Level);
    }

    [Fact]
    public void A_zone_alone_tells_who_waits()
    {
        StreetScene scene = Scene(capacity: 100);
        for (int minute = 0; minute < 6; minute++)
        {
            scene.Pipeline.Process(Present(StreetScene.At("08:00:00").AddSeconds(60 * minute), 20));
        }

        StopCrowding crowding = Crowding(scene, "08:05:05");
        Assert.InRange(crowding.Waiting.Mean, 19, 25);
        Assert.InRange(crowding.Waiting.High - crowding.Waiting.Low, 2, 14);
        Assert.Equal(CrowdingLevel.Light, crowding.Level);
    }

    [Fact]
    public void Who_comes_fits_on_the_next_vehicle_unless_too_many_wait_already()
    {
        Assert.True(First(perMinute: 2).FitProbability > 0.9);
        Assert.True(First(perMinute: 12).FitProbability < 0.1);

        static RideChance First(int perMinute)
        {
            StreetScene scene = Scene(capacity: 100);
            scene.Options = Roomy;
            Gate(scene, "07:50:00", minutes: 13, perMinute);
            scene.Drive("bus-1", "08:00:00", 0, "08:03:00", 1500, "T");
            StopCrowding crowding = Crowding(scene, "08:03:20");
            RideChance ride = crowding.Rides[0];
            Assert.Equal(scene.InstanceOf("T"), ride.Trip);
            Assert.InRange(ride.Departure.UnixSeconds, Unix("08:07:00"), Unix("08:16:00"));
            return ride;
        }
    }

    [Fact]
    public void Without_a_vehicles_room_nobody_is_told_whether_they_fit()
    {
        StreetScene scene = Scene(capacity: 100);
        Gate(scene, "07:50:00", minutes: 13, perMinute: 2);
        scene.Drive("bus-1", "08:00:00", 0, "08:03:00", 1500, "T");
        Assert.Empty(Crowding(scene, "08:03:20").Rides);
    }

    [Fact]
    public void The_next_half_hour_rises_while_riders_come_and_falls_with_the_vehicle()
    {
        StreetScene scene = Scene(capacity: 100);
        Gate(scene, "07:50:00", minutes: 13, perMinute: 3);
        scene.Drive("bus-1", "08:00:00", 0, "08:03:00", 1500, "T");
        StopCrowding crowding = Crowding(scene, "08:03:20");
        Assert.Equal([5, 10, 15, 20, 25, 30], crowding.Ahead.Select(a => (int)Math.Round((a.At.UnixSeconds - Unix("08:03:20")) / 60.0)));
        Assert.All(crowding.Ahead, a => Assert.True(a.Waiting.Low <= a.Waiting.Mean && a.Waiting.Mean <= a.Waiting.High));
        Assert.True(crowding.Ahead[2].Waiting.Mean < crowding.Waiting.Mean);
        Assert.True(crowding.Ahead[5].Waiting.Mean > crowding.Ahead[3].Waiting.Mean);
    }

    [Fact]
    public void The_same_records_give_the_same_forecast()
    {
        Assert.Equal(Make().Ahead, Make().Ahead);

        static StopCrowding Make()
        {
            StreetScene scene = Scene(capacity: 100);
            Gate(scene, "08:00:00", minutes: 12, perMinute: 4);
            return Crowding(scene, "08:12:10");
        }
    }

    [Fact]
    public void What_stops_have_taught_outlives_a_restart_and_is_not_learned_twice()
    {
        StreetScene scene = Scene(capacity: 100);
        Gate(scene, "08:00:00", minutes: 50, perMinute: 5);
        Crowding(scene, "08:50:10");
        byte[] kept = scene.Pipeline.Crowding!.Encode();

        FusionPipeline next = scene.NewPipeline();
        Assert.True(next.Crowding!.TryRestore(kept));
        Assert.Equal(kept, next.Crowding.Encode());
        double rate = RateOf(next);
        Assert.InRange(rate * 60, 4.5, 7);

        // The log gives the same again.
        for (int minute = 0; minute < 50; minute++)
        {
            next.Restore(Count(StreetScene.At("08:00:00").AddSeconds(60 * minute), 5));
        }

        next.TakeSnapshot(StreetScene.At("08:50:10"));
        Assert.Equal(rate, RateOf(next), 1e-3);

        static double RateOf(FusionPipeline pipeline) =>
            pipeline.Crowding!.Stops[0].Gates[0].Usual.RateAt(Unix("08:20:00"), double.NaN);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(140, 0)]
    public void A_vehicle_that_counts_teaches_whether_who_came_fitted(int aboard, double fitted)
    {
        StreetScene scene = Scene(capacity: 100);
        scene.Options = Roomy;
        Gate(scene, "07:50:00", minutes: 13, perMinute: 4);
        scene.Drive("bus-1", "08:00:00", 0, "08:03:00", 1500, "T");
        scene.Pipeline.Process(Boardings("08:03:02", "S0", aboard));
        Crowding(scene, "08:03:20");
        scene.Drive("bus-1", "08:03:30", 1700, "08:14:00", 6000, "T");
        scene.Pipeline.Process(Boardings("08:14:05", "S5", fitted > 0 ? 50 : 10));
        Gate(scene, "08:03:00", minutes: 30, perMinute: 1);
        Crowding(scene, "08:34:00");

        double[] sums = Assert.Single(scene.Pipeline.Crowding!.Stops[0].Lines).Fits.Sums;
        Assert.InRange(sums[0], 0.9, 2);
        Assert.InRange(sums[2] / sums[0], fitted - 0.35, fitted + 0.35);

        // It is kept as the rest is.
        byte[] kept = scene.Pipeline.Crowding.Encode();
        FusionPipeline next = scene.NewPipeline();
        Assert.True(next.Crowding!.TryRestore(kept));
        Assert.Equal(sums, next.Crowding.Stops[0].Lines[0].Fits.Sums);
        Assert.Equal(kept, next.Crowding.Encode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    public void Bytes_that_are_cut_short_are_refused(int length)
    {
        StreetScene scene = Scene(capacity: 100);
        byte[] kept = scene.Pipeline.Crowding!.Encode();
        Assert.False(scene.NewPipeline().Crowding!.TryRestore(kept[..length]));
    }

    [Fact]
    public void Without_devices_nothing_is_told_and_a_count_of_a_street_is_none_of_riders()
    {
        StreetScene plain = new StreetScene().Trip("T", "08:00:00", [0, 5, 10]);
        Assert.Null(plain.Pipeline.Crowding);
        Assert.Empty(plain.Snapshot("08:00:00").Crowding);
        StreetScene scene = Scene(capacity: 100);
        scene.Pipeline.Process(Count(StreetScene.At("08:00:00"), 9) with { Class = "bicycle" });
        scene.Pipeline.Process(Count(StreetScene.At("08:00:00"), 9) with { Direction = "out" });
        Assert.Empty(scene.Snapshot("08:02:00").Crowding);
    }

    private static StreetScene Scene(int? capacity) =>
        new StreetScene { Devices = Pier.Devices(capacity) }.Trip("T", "08:00:00", [0, 5, 10]);

    private static void Gate(StreetScene scene, string from, int minutes, int perMinute)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            scene.Pipeline.Process(Count(StreetScene.At(from).AddSeconds(60 * minute), perMinute));
        }
    }

    private static TrafficCount Count(Timestamp from, int riders) => new()
    {
        Device = DeviceId.Parse("camera-1"),
        ReceivedAt = from.AddSeconds(61),
        Channel = "gate-1",
        Class = "person",
        Direction = "in",
        From = from,
        To = from.AddSeconds(60),
        Count = riders,
        Uptime = 1,
    };

    private static PassengerCount Boardings(string at, string stop, int boardings) => new()
    {
        Device = DeviceId.Parse("bus-1"), ReceivedAt = StreetScene.At(at), MeasuredAt = StreetScene.At(at), Boardings = boardings, Alightings = 0, StopId = stop,
    };

    private static TrafficCount Present(Timestamp at, int people) => new()
    {
        Device = DeviceId.Parse("camera-1"),
        ReceivedAt = at.AddSeconds(1),
        Channel = "zone-1",
        Class = "person",
        To = at,
        Count = people,
        IsPresent = true,
    };

    private static StopCrowding Crowding(StreetScene scene, string time)
    {
        Assert.True(scene.Schedule.Stops.TryFind("S5", out int stop));
        return scene.Snapshot(time).FindCrowding(stop) ?? throw new InvalidOperationException("Nothing is told of S5.");
    }

    private static long Unix(string time) => StreetScene.Unix(time);
}
