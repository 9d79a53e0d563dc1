using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Fusion.Loads;

/// <summary>A bus of 30 seats and 80 places on the street; its doors count, and see everyone.</summary>
public class LoadTests
{
    private static readonly VehicleRoom Room = new(30, 80);

    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2, 3, 4]).Trip("later", "08:20:00", [0, 1, 2, 3, 4]);

    public LoadTests() => this.Use(new VehicleRoom(30, 80));

    [Fact]
    public void Riders_counted_over_the_doors_give_the_occupancy()
    {
        this.Drive("08:00:00", 0, "08:00:30", 250);
        this.Count("08:00:31", "S0", 20, 0);

        VehicleSnapshot bus = this.Bus("08:00:40");
        Assert.Equal((byte)2, bus.OccupancyStatus);
        Assert.Equal((short)30, bus.OccupancyPercentage);
    }

    [Fact]
    public void Counts_of_several_doors_add_up()
    {
        this.Drive("08:00:00", 0, "08:00:30", 250);
        this.Count("08:00:31", "S0", 12, 0, "1");
        this.Count("08:00:32", "S0", 10, 0, "2");
        Assert.Equal((byte)2, this.Bus("08:00:40").OccupancyStatus);
        this.Count("08:00:33", "S0", 48, 0, "3");
        Assert.Equal((byte)4, this.Bus("08:00:41").OccupancyStatus);
    }

    [Fact]
    public void A_count_that_comes_after_a_later_one_is_put_where_it_belongs()
    {
        this.Drive("08:00:00", 0, "08:02:30", 1250);
        this.Count("08:02:10", "S1", 0, 10);
        this.Count("08:00:31", "S0", 70, 0);
        Assert.Equal((byte)3, this.Bus("08:02:40").OccupancyStatus);
    }

    [Fact]
    public void What_was_counted_before_the_run_was_known_is_not_lost()
    {
        this.scene.Pipeline.Process(StreetScene.Make("bus", "07:40:00", 0, null, 0));
        this.Count("08:00:00", "S0", 60, 0);
        this.Drive("08:00:10", 80, "08:00:40", 330);
        Assert.Equal((byte)3, this.Bus("08:00:45").OccupancyStatus);
    }

    [Fact]
    public void The_stops_ahead_have_an_occupancy_too_once_runs_have_taught_what_is_usual()
    {
        this.Drive("08:00:00", 0, "08:08:30", 4000);
        foreach ((string at, string stop, int on, int off) in ((string, string, int, int)[])
            [("08:00:05", "S0", 40, 0), ("08:02:10", "S1", 5, 30), ("08:04:10", "S2", 0, 5), ("08:06:10", "S3", 0, 5), ("08:08:20", "S4", 0, 5)])
        {
            this.Count(at, stop, on, off);
        }

        this.Drive("08:20:00", 0, "08:20:30", 250, "later");
        this.Count("08:20:31", "S0", 40, 0);
        TripSnapshot trip = Assert.Single(this.scene.Pipeline.TakeSnapshot(StreetScene.At("08:20:40")).Trips, t => t.IsCurrent);
        Assert.Equal([3, 2, 1, 1, null], trip.Stops.Select(s => (int?)s.DepartureOccupancy));
    }

    [Fact]
    public void Without_a_word_on_the_room_in_vehicles_counts_give_no_occupancy()
    {
        this.Use(null);
        this.Drive("08:00:00", 0, "08:00:30", 250);
        this.Count("08:00:31", "S0", 20, 0);
        Assert.Null(this.Bus("08:00:40").OccupancyStatus);
    }

    [Fact]
    public void What_a_device_says_of_its_occupancy_goes_before_counts()
    {
        this.Drive("08:00:00", 0, "08:00:30", 250);
        this.Count("08:00:31", "S0", 20, 0);
        this.scene.Pipeline.Process(StreetScene.Make("bus", "08:00:40", 330, "T", 0) with { OccupancyStatus = 5 });
        Assert.Equal((byte)5, this.Bus("08:00:41").OccupancyStatus);
    }

    [Fact]
    public void A_count_that_no_run_explains_is_told_of()
    {
        this.scene.Pipeline.Process(StreetScene.Make("bus", "07:30:00", 9000, null, 0));
        long before = this.scene.Ledger.CountOf(RejectionReason.NoCandidate);
        for (int i = 0; i < 30; i++)
        {
            this.Count($"07:30:{i + 10:00}", "S0", 1, 0);
        }

        Assert.Equal(6, this.scene.Ledger.CountOf(RejectionReason.NoCandidate) - before);
    }

    [Theory]
    [InlineData(0.2, 0.1, "MinProbability must be 0.3 to 0.95.")]
    [InlineData(0.5, 0.6, "Hysteresis must be 0 to 0.5.")]
    public void Settings_out_of_their_range_are_named(double probability, double hysteresis, string says) =>
        Assert.Equal([says], new LoadOptions { MinProbability = probability, Hysteresis = hysteresis }.Check());

    [Fact]
    public void Room_that_cannot_be_is_named() => Assert.Equal(
        ["CountFactors must be 4 numbers from 0.5 to 5.", "Rooms:1 must have 1 to 5000 Riders and 0 to that many Seats."],
        new LoadOptions { CountFactors = [1, 2], Rooms = new Dictionary<string, VehicleRoom> { ["1"] = new(90, 80) } }.Check());

    private void Use(VehicleRoom? room) => this.scene.Options = new FusionOptions
    {
        Load = new LoadOptions
        {
            CountFactors = [1, 1, 1, 1],
            Rooms = room is null ? new Dictionary<string, VehicleRoom>() : new Dictionary<string, VehicleRoom> { [LoadOptions.AnyLine] = Room },
        },
    };

    private void Drive(string from, double fromMeters, string to, double toMeters, string trip = "T")
    {
        foreach (AvlReport report in StreetScene.MakeDrive("bus", from, fromMeters, to, toMeters, trip))
        {
            this.scene.Pipeline.Process(report);
        }
    }

    private void Count(string at, string stop, int boardings, int alightings, string? door = null)
    {
        Timestamp moment = StreetScene.At(at);
        this.scene.Pipeline.Process(new PassengerCount
        {
            Device = DeviceId.Parse("bus"), ReceivedAt = moment, MeasuredAt = moment, Boardings = boardings, Alightings = alightings, StopId = stop, Door = door,
        });
    }

    private VehicleSnapshot Bus(string at) => Assert.Single(this.scene.Pipeline.TakeSnapshot(StreetScene.At(at)).Vehicles);
}
