using TransitHub.Core.Snapshots;
using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Tests.Fusion.Links;

/// <summary>How freely traffic moves where no vehicle reports: cameras at 0.5, 1.5 and 2.5 km of a street with a stop each kilometer, a run each ten minutes.</summary>
public sealed class CameraCongestionTests
{
    private const int FreeSeconds = 60;

    private static readonly (string Camera, double Kilometers)[] Cameras = [("first", 0.5), ("second", 1.5), ("third", 2.5)];

    private readonly StreetScene scene = new();

    public CameraCongestionTests()
    {
        for (int run = 0; run < 20; run++)
        {
            this.scene.Trip($"T{run}", Time(Start(run)), [0, 1, 2, 3, 4, 5], FreeSeconds);
        }

        Array.ForEach(Cameras, c => this.scene.Camera(c.Camera, 1000 * c.Kilometers));
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(100, 2)]
    [InlineData(150, 3)]
    public void The_time_from_camera_to_camera_tells_how_slow_the_road_is(int secondsPerKilometer, int level)
    {
        this.Free(0, 10);
        int end = this.See(10, 14, secondsPerKilometer);

        HubSnapshot state = this.scene.Snapshot(Time(end + 125));

        Assert.All(["S0 S1", "S1 S2"], way => Assert.Equal((byte)level, this.Of(state, way)!.Level));
        CongestedLink link = this.Of(state, "S1 S2")!;
        Assert.InRange(link.SpeedRatio, (double)FreeSeconds / secondsPerKilometer - 0.08, (double)FreeSeconds / secondsPerKilometer + 0.08);
        Assert.Equal(link.Samples, link.CameraSamples);
        Assert.Null(this.Of(state, "S4 S5"));
    }

    [Fact]
    public void A_vehicle_that_reports_where_no_other_does_shows_what_cameras_saw()
    {
        this.Free(0, 10);
        int end = this.See(10, 14, 150);

        this.scene.Report("probe", Time(end - 20), 1200, "T15").Report("probe", Time(end), 1300, "T15").Report("probe", Time(end + 20), 1400, "T15");

        Assert.Equal((byte)3, this.scene.Vehicle("probe", Time(end + 20)).CongestionLevel);
    }

    [Fact]
    public void One_slow_run_says_the_same_of_all_links_of_its_stretch_and_is_heard_once()
    {
        this.Free(0, 10);
        int end = this.See(10, 11, 150);

        this.scene.Report("probe", Time(end), 2200, "T15").Report("probe", Time(end + 20), 2300, "T15").Report("probe", Time(end + 40), 2400, "T15");

        Assert.NotEqual((byte)3, this.scene.Vehicle("probe", Time(end + 40)).CongestionLevel);
        Assert.DoesNotContain(this.scene.Snapshot(Time(end + 125)).Congestion, c => c.Level >= 3);
    }

    [Fact]
    public void Says_nothing_before_the_free_time_of_the_stretch_is_known()
    {
        this.Free(0, 5);
        int end = this.See(5, 8, 150);
        Assert.Empty(this.scene.Snapshot(Time(end + 125)).Congestion);
    }

    [Fact]
    public void What_was_seen_a_quarter_of_an_hour_ago_is_no_longer_told()
    {
        this.Free(0, 10);
        int end = this.See(10, 14, 150);
        Assert.NotEmpty(this.scene.Snapshot(Time(end + 125)).Congestion);
        Assert.Empty(this.scene.Snapshot(Time(end + 920)).Congestion);
    }

    [Fact]
    public void Links_of_vehicles_that_report_are_listed_too_and_not_as_seen_by_cameras()
    {
        int start = 0;
        for (int run = 0; run < 14; run++)
        {
            start = Start(run);
            this.scene.Report($"bus-{run}", Time(start - 60), 0, $"T{run}").Drive($"bus-{run}", Time(start), 0, Time(start + (4 * FreeSeconds)), 4000, $"T{run}");
        }

        CongestedLink link = this.Of(this.scene.Snapshot(Time(start + 260)), "S1 S2")!;
        Assert.Equal(((byte)1, 0), (link.Level, link.CameraSamples));
        Assert.InRange(link.Samples, 3, 5);
    }

    [Fact]
    public void Boats_and_trains_meet_no_jam()
    {
        this.scene.RouteType(4);
        this.Free(0, 10);
        int end = this.See(10, 14, 150);
        Assert.Empty(this.scene.Snapshot(Time(end + 125)).Congestion);
    }

    /// <summary>Ten minutes apart, and from the tenth on four, so that several come in a quarter of an hour.</summary>
    private static int Start(int run) => (8 * 3600) + (run < 10 ? 600 * run : 6000 + (240 * (run - 10)));

    private static string Time(int seconds) => ServiceTime.FromSeconds(seconds).ToString();

    private void Free(int first, int count) => this.See(first, first + count, FreeSeconds);

    /// <summary>Lets cameras see runs; gives when the last passed the last camera.</summary>
    private int See(int first, int end, int secondsPerKilometer)
    {
        var passages = Enumerable.Range(first, end - first)
            .SelectMany(run => Cameras.Select(c => (c.Camera, At: Start(run) + 30 + (int)((c.Kilometers - 0.5) * secondsPerKilometer))))
            .OrderBy(p => p.At).ToArray();
        foreach ((string camera, int at) in passages)
        {
            this.scene.Passage(camera, Time(at), "63");
            this.scene.Pipeline.Advance(StreetScene.At(Time(at + 20)));
        }

        return passages[^1].At;
    }

    private CongestedLink? Of(HubSnapshot state, string way) => state.Congestion.FirstOrDefault(c =>
        $"{this.scene.Schedule.Stops.Id(this.scene.Schedule.Links.FromStop(c.Link))} {this.scene.Schedule.Stops.Id(this.scene.Schedule.Links.ToStop(c.Link))}" == way);
}
