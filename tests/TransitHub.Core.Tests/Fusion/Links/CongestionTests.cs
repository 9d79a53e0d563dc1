using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Links;

/// <summary>How freely traffic moves, told from how long buses take from stop to stop.</summary>
public sealed class CongestionTests
{
    private readonly StreetScene scene = new();

    public CongestionTests()
    {
        for (int i = 0; i < 16; i++)
        {
            this.scene.Trip($"T{i}", Time(8 * 3600 + (300 * i)), [0, 1, 2, 3, 4]);
        }
    }

    [Fact]
    public void Says_nothing_before_the_free_speed_of_a_link_is_known()
    {
        this.Free(0, 4);
        Assert.Null(this.scene.Vehicle("bus-3", "08:20:00").CongestionLevel);
    }

    [Theory]
    [InlineData(125, 1)]
    [InlineData(200, 2)]
    [InlineData(300, 3)]
    [InlineData(900, 4)]
    public void A_slow_bus_shows_how_slow_the_road_is(int secondsPerKilometer, int level)
    {
        this.Free(0, 10);
        int start = (8 * 3600) + (300 * 12);
        AvlReport[] reports = [.. Enumerable.Range(0, 3).SelectMany(i => Slow($"on-{i}", $"T{12 + i}", start + (120 * i), secondsPerKilometer)).OrderBy(r => r.ReceivedAt)];
        Array.ForEach(reports, this.scene.Pipeline.Process);
        Assert.Equal((byte)level, this.scene.Pipeline.TakeSnapshot(reports[^1].ReceivedAt).FindVehicle(reports[^1].Device)!.CongestionLevel);
    }

    [Fact]
    public void One_bus_that_waits_is_at_a_traffic_light()
    {
        this.Free(0, 11);
        int start = (8 * 3600) + (300 * 11);
        this.Ride("bus-11", "T11", start, 120, 1.5);
        for (int i = 1; i <= 3; i++)
        {
            this.scene.Report("bus-11", Time(start + 180 + (20 * i)), 1500, "T11");
        }

        Assert.Equal((byte)1, this.scene.Vehicle("bus-11", Time(start + 241)).CongestionLevel);
    }

    [Fact]
    public void A_bus_that_waits_at_a_stop_is_in_no_jam()
    {
        this.Free(0, 11);
        int start = (8 * 3600) + (300 * 11);
        this.Ride("bus-11", "T11", start, 120, 1);
        for (int i = 1; i <= 20; i++)
        {
            this.scene.Report("bus-11", Time(start + 120 + (20 * i)), 1000, "T11");
        }

        Assert.NotEqual((byte)4, this.scene.Vehicle("bus-11", Time(start + 521)).CongestionLevel);
    }

    [Fact]
    public void What_was_slow_a_quarter_of_an_hour_ago_is_no_longer_told()
    {
        this.Free(0, 10);
        this.scene.Report("late", "09:30:00", 0, "T15").Report("late", "09:30:20", 150, "T15").Report("late", "09:30:40", 300, "T15");
        Assert.Null(this.scene.Vehicle("late", "09:30:41").CongestionLevel);
    }

    [Fact]
    public void Boats_and_trains_meet_no_jam()
    {
        this.scene.RouteType(4);
        this.Free(0, 12);
        VehicleSnapshot boat = this.scene.Vehicle("bus-11", "09:03:00");
        Assert.NotNull(boat.Trip);
        Assert.Null(boat.CongestionLevel);
    }

    private void Free(int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            this.Ride($"bus-{i}", $"T{i}", (8 * 3600) + (300 * i), 120, 4);
        }
    }

    private void Ride(string vehicle, string trip, int start, int secondsPerKilometer, double kilometers) =>
        this.scene.Report(vehicle, Time(start - 60), 0, trip)
            .Drive(vehicle, Time(start), 0, Time(start + (int)(secondsPerKilometer * kilometers)), 1000 * kilometers, trip);

    private static IEnumerable<AvlReport> Slow(string vehicle, string trip, int start, int secondsPerKilometer) =>
    [
        StreetScene.Make(vehicle, Time(start - 60), 0, trip, 0),
        .. StreetScene.MakeDrive(vehicle, Time(start), 0, Time(start + (int)(1.8 * secondsPerKilometer)), 1800, trip),
    ];

    private static string Time(int seconds) => ServiceTime.FromSeconds(seconds).ToString();
}
