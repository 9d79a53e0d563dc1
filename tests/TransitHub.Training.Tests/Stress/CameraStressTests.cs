using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Testing.Gtfs;
using TransitHub.Training.Stress;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Stress;

/// <summary>Lines without positions, whose vehicles cameras see.</summary>
public sealed class CameraStressTests
{
    private static readonly StressOptions Sharp = new() { CameraStops = 2, CameraMissShare = 0, CameraFalseShare = 0, CameraErrorSeconds = 0 };

    private readonly Schedule schedule = TwoLines().Read().Schedule;

    [Fact]
    public void Every_second_stop_from_the_second_on_tells_who_passes_and_when()
    {
        CameraStress cameras = this.Watch(Sharp);

        Assert.Equal(["Stop B", "Stop D"], cameras.Devices.All.Select(d => d.Name.Main));
        Assert.Equal([("camera-1", 125.0), ("camera-2", 370.0)], cameras.Passages.Select(p => (p.Device.ToString(), p.MeasuredAt.UnixMilliseconds / 1000.0 - FiveStops.Start)));
        Assert.All(cameras.Passages, p => Assert.Equal(("line-1", "bus", "a_to_b", "10"), (p.Channel, p.Class, p.Direction, p.RouteText)));
        Assert.All(cameras.Passages, p => Assert.Equal(1, p.ReceivedAt.SecondsSince(p.MeasuredAt)));
    }

    [Fact]
    public void The_devices_say_where_on_which_lines_their_vehicles_pass()
    {
        CountingChannel channel = Assert.Single(this.Watch(Sharp).Devices.All[0].Channels);
        CountingDirection direction = channel.Directions[0];

        Assert.Equal(("B", true), (channel.StopId, channel.ReadsRoutes));
        Assert.Contains("bus", channel.Passages);
        Assert.Equal(0, direction.Bearing, 1);
        ServedRoute route = direction.Routes.Single(r => r.RouteId == "R");
        LineCrossing crossing = Assert.Single(route.Crossings);
        Assert.Equal(this.schedule.Patterns.StopOffsets(crossing.PatternIndex)[1], crossing.OffsetMeters, 3);
        Assert.Equal(30, channel.Line.A.DistanceTo(channel.Line.B), 1.0);
    }

    [Fact]
    public void Who_comes_from_the_other_side_crosses_the_other_way()
    {
        ArrivalTruth truth = new(this.schedule);
        Assert.True(this.schedule.Trips.TryFind("U1", out int trip));
        truth.Add(trip, FiveStops.Monday, null, null, 2, FiveStops.Start + 100, double.NaN);
        truth.Close();

        CameraStress cameras = new(this.schedule, truth, Sharp with { CameraLines = ["10"] });

        Assert.Equal("b_to_a", Assert.Single(cameras.Passages).Direction);
        Assert.Equal(["a_to_b", "b_to_a"], cameras.Devices.All[1].Channels[0].Directions.Select(d => d.Name));
    }

    [Fact]
    public void The_hub_gets_passages_in_place_of_the_positions_and_others_all_that_was_recorded()
    {
        AvlReport silenced = FiveStops.Report("bus", 0, 60, 0.5) with { TripId = "T1" };
        AvlReport nameless = silenced with { TripId = null, ReceivedAt = silenced.ReceivedAt.AddSeconds(10) };
        AvlReport other = FiveStops.Report("other", 0, 80, 0.5) with { TripId = "U1" };
        StressOptions options = Sharp with { CameraLines = ["R"] };
        StressedReports stream = new(options, this.Watch(options));
        List<StressedReport> all = [];
        foreach (AvlReport report in (AvlReport[])[silenced, nameless, other])
        {
            stream.Add(report);
        }

        while (stream.TryRelease(new Timestamp(long.MaxValue), out StressedReport released))
        {
            all.Add(released);
        }

        Assert.Equal([silenced, nameless, other, null, null], all.Select(r => r.Recorded));
        Assert.Equal(["none", "none", "other", "camera-1", "camera-2"], all.Select(r => r.Seen?.Device.ToString() ?? "none"));
    }

    [Fact]
    public void Cameras_miss_some_invent_some_and_are_a_little_off()
    {
        ArrivalTruth truth = new(this.schedule);
        Assert.True(this.schedule.Trips.TryFind("T1", out int trip));
        for (int i = 0; i < 4000; i++)
        {
            truth.Add(trip, FiveStops.Monday, null, $"v{i}", 2, FiveStops.Start + (10_000.0 * i), double.NaN);
        }

        truth.Close();
        IReadOnlyList<PassageReport> passages = new CameraStress(this.schedule, truth, new StressOptions { CameraStops = 2 }).Passages;
        double[] off = [.. passages.Select(p => p.MeasuredAt.UnixMilliseconds / 1000.0 - FiveStops.Start).Select(t => Math.Abs(t - (10_000 * Math.Round(t / 10_000))))];

        Assert.InRange(off.Count(o => o <= 3), 3740, 3860);
        Assert.InRange(off.Count(o => o > 3), 140, 260);
        Assert.InRange(off.Where(o => o <= 3).Average(), 1.3, 1.7);
        Assert.Equal(passages.Count, passages.Select(p => p.EventId).Distinct().Count());
        Assert.Equal(passages.Select(p => p.ReceivedAt), passages.Select(p => p.ReceivedAt).Order());
    }

    [Fact]
    public void Passages_pass_the_gate_as_those_of_real_devices_do()
    {
        ObservationGate gate = new(new GateOptions(), this.schedule.Extent);

        Assert.All(this.Watch(Sharp).Passages, p => Assert.NotNull(gate.Check(p).Accepted));
    }

    [Fact]
    public void Unread_routes_are_not_told()
    {
        CameraStress cameras = this.Watch(Sharp with { CamerasReadRoutes = false });

        Assert.All(cameras.Passages, p => Assert.Null(p.RouteText));
        Assert.All(cameras.Devices.All, d => Assert.False(d.Channels[0].ReadsRoutes));
    }

    [Fact]
    public void A_line_that_is_not_there_is_named()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => this.Watch(Sharp with { CameraLines = ["10", "99"] }));

        Assert.Equal("The timetable has no line 99.", refusal.Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_passages()
    {
        StressOptions options = new() { CameraStops = 1, CameraErrorSeconds = 3 };
        Assert.Equal(this.Watch(options).Passages, this.Watch(options).Passages);
        Assert.NotEqual(this.Watch(options).Passages, this.Watch(options with { Seed = 2 }).Passages);
    }

    /// <summary>Line 10 goes north from A to E, line 20 south from E to A.</summary>
    private static FeedText TwoLines() => FiveStops.Feed()
        .With("routes.txt", "route_id,agency_id,route_short_name,route_long_name,route_type\nR,X,10,North,3\nQ,X,20,South,3")
        .With("trips.txt", "route_id,service_id,trip_id\nR,S,T1\nQ,S,U1")
        .With("stop_times.txt", "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
            + string.Join('\n', Enumerable.Range(0, 5).Select(i => $"T1,08:0{2 * i}:00,08:0{2 * i}:00,{"ABCDE"[i]},{i + 1}"))
            + "\n" + string.Join('\n', Enumerable.Range(0, 5).Select(i => $"U1,08:0{2 * i}:00,08:0{2 * i}:00,{"EDCBA"[i]},{i + 1}")));

    private CameraStress Watch(StressOptions options)
    {
        ArrivalTruth truth = new(this.schedule);
        FiveStops.AddRun(truth, this.schedule, 0, 0, 125, 240, 370, 480);
        truth.Close();
        return new CameraStress(this.schedule, truth, options);
    }
}
