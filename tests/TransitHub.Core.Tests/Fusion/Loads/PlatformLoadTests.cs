using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion.Crowding;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>A bus without counters that calls at S5, five kilometers down the street, where a gate counts who comes to wait.</summary>
public sealed class PlatformLoadTests
{
    private readonly StreetScene scene = new StreetScene
    {
        Devices = Pier.Devices(100, hasZone: false),
        Options = new FusionOptions
        {
            Load = new LoadOptions { CountFactors = [1, 1, 1, 1], Rooms = new Dictionary<string, VehicleRoom> { [LoadOptions.AnyLine] = new(30, 150) } },
        },
    }.Trip("T", "08:00:00", [0, 5, 10]).Trip("later", "09:00:00", [0, 5, 10]);

    [Fact]
    public void Who_was_seen_to_wait_is_on_board_of_a_vehicle_that_counts_nobody()
    {
        this.Teach();
        this.Gate("08:40:00", 32, 2);
        Assert.Equal((byte)3, this.Call().OccupancyStatus);
    }

    [Fact]
    public void Where_no_gate_counts_nothing_is_told_of_it()
    {
        this.Teach();
        Assert.Null(this.Call().OccupancyStatus);
    }

    [Fact]
    public void As_long_as_nobody_knows_how_many_are_usually_on_board_nothing_is_told()
    {
        this.Gate("08:40:00", 32, 2);
        Assert.Null(this.Call().OccupancyStatus);
    }

    [Fact]
    public void What_the_vehicle_says_itself_goes_before_what_the_platform_saw()
    {
        this.Teach();
        this.Gate("08:40:00", 32, 2);
        this.Call();
        this.scene.Pipeline.Process(StreetScene.Make("bus-2", "09:13:00", 6500, "later", 0) with { OccupancyStatus = 1 });
        Assert.Equal((byte)1, this.Bus("09:13:01").OccupancyStatus);
    }

    private VehicleSnapshot Call()
    {
        this.scene.Drive("bus-2", "09:00:00", 0, "09:12:00", 6000, "later");
        this.Bus("09:12:05");
        this.scene.Drive("bus-2", "09:12:20", 6160, "09:12:40", 6320, "later");
        return this.Bus("09:12:45");
    }

    /// <summary>A bus whose doors count has run the pattern before.</summary>
    private void Teach()
    {
        this.scene.Drive("bus-1", "08:00:00", 0, "08:20:20", 10000, "T");
        foreach ((string at, string stop, int on, int off) in ((string, string, int, int)[])[("08:00:05", "S0", 6, 0), ("08:10:05", "S5", 20, 2), ("08:20:10", "S10", 0, 24)])
        {
            Timestamp moment = StreetScene.At(at);
            this.scene.Pipeline.Process(new PassengerCount
            {
                Device = DeviceId.Parse("bus-1"), ReceivedAt = moment, MeasuredAt = moment, Boardings = on, Alightings = off, StopId = stop,
            });
        }
    }

    private void Gate(string from, int minutes, int perMinute)
    {
        for (int minute = 0; minute < minutes; minute++)
        {
            Timestamp start = StreetScene.At(from).AddSeconds(60 * minute);
            this.scene.Pipeline.Process(new TrafficCount
            {
                Device = DeviceId.Parse("camera-1"),
                ReceivedAt = start.AddSeconds(61),
                Channel = "gate-1",
                Class = "person",
                Direction = "in",
                From = start,
                To = start.AddSeconds(60),
                Count = perMinute,
                Uptime = 1,
            });
        }
    }

    private VehicleSnapshot Bus(string at) => Assert.Single(this.scene.Pipeline.TakeSnapshot(StreetScene.At(at)).Vehicles, v => v.Id == DeviceId.Parse("bus-2"));
}
