using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Training.Stress;

namespace TransitHub.Training.Tests.Stress;

public sealed class StressedReportsTests
{
    private static readonly Timestamp End = new(long.MaxValue);

    [Fact]
    public void Without_stress_everything_passes_as_it_is()
    {
        AvlReport[] reports = Reports(20);
        Assert.Equal(reports, Run(new StressOptions(), reports).Select(r => r.Seen));
        Assert.Empty(new StressOptions().Describe());
    }

    [Fact]
    public void Drops_about_the_share_that_was_asked_for() =>
        Assert.InRange(Run(new StressOptions { DropShare = 0.5 }, Reports(2000)).Count, 900, 1100);

    [Fact]
    public void Thins_the_reports_of_each_vehicle()
    {
        List<(AvlReport Recorded, AvlReport Seen)> kept = Run(new StressOptions { ThinToSeconds = 60 }, Reports(30));
        Assert.Equal([0, 60, 120, 180, 240], kept.Select(r => r.Seen.MeasuredAt.UnixSeconds - FiveStops.Start));
    }

    [Fact]
    public void Hides_trip_start_direction_and_route_from_the_hub_alone()
    {
        AvlReport full = FiveStops.Report("bus", 0, 0, 0) with { RouteId = "R", DirectionId = 1 };
        (AvlReport Recorded, AvlReport Seen) report = Assert.Single(Run(new StressOptions { HideTrips = true }, full));
        Assert.Equal((null, null, null, null), (report.Seen.TripId, report.Seen.StartDate, report.Seen.RouteId, report.Seen.DirectionId));
        Assert.Equal(full, report.Recorded);
        Assert.Equal("R", Assert.Single(Run(new StressOptions { HideTrips = true, HideRoutes = false }, full)).Seen.RouteId);
    }

    [Fact]
    public void A_vehicle_s_clock_is_wrong_by_a_constant_of_its_own()
    {
        AvlReport[] reports = [FiveStops.Report("a", 0, 0, 0), FiveStops.Report("b", 0, 0, 0), FiveStops.Report("a", 0, 10, 0)];
        double[] skews = [.. Run(new StressOptions { ClockSkewSeconds = 30 }, reports).Select(r => (r.Seen.MeasuredAt.UnixMilliseconds - r.Recorded.MeasuredAt.UnixMilliseconds) / 1000.0)];
        Assert.Equal(skews[0], skews[2]);
        Assert.NotEqual(skews[0], skews[1]);
        Assert.All(skews, s => Assert.InRange(s, -30, 30));
    }

    [Fact]
    public void Duplicates_and_late_reports_come_in_the_order_of_receipt()
    {
        List<(AvlReport Recorded, AvlReport Seen)> all = Run(new StressOptions { DuplicateShare = 0.1 }, Reports(2000));
        Assert.InRange(all.Count, 2120, 2280);
        Assert.Equal(all.Select(r => r.Seen.ReceivedAt), all.Select(r => r.Seen.ReceivedAt).Order());
        Assert.Contains(all.Zip(all.Skip(1)), p => p.Second.Seen.MeasuredAt < p.First.Seen.MeasuredAt);
        Assert.All(all, r => Assert.Equal(r.Seen.ReceivedAt, r.Recorded.ReceivedAt));
    }

    [Fact]
    public void Noise_has_the_scale_and_a_heavy_tail()
    {
        double[] north = [.. Run(new StressOptions { GpsNoiseMeters = 8 }, Reports(4000)).Select(r => Math.Abs(r.Seen.Latitude - r.Recorded.Latitude) * 111_320).Order()];

        // Of Student's t with four degrees of freedom half lies within 0.741 of the scale and one in 50 beyond 3.747.
        Assert.InRange(north[2000], 8 * 0.741 * 0.93, 8 * 0.741 * 1.07);
        Assert.InRange(north.Count(n => n > 8 * 3.747), 55, 110);
    }

    [Fact]
    public void The_same_seed_gives_the_same_and_another_seed_another()
    {
        StressOptions options = new() { DropShare = 0.3, GpsNoiseMeters = 8, DuplicateShare = 0.1, ClockSkewSeconds = 30 };
        Assert.Equal(Run(options, Reports(300)), Run(options, Reports(300)));
        Assert.NotEqual(Run(options, Reports(300)), Run(options with { Seed = 2 }, Reports(300)));
    }

    [Fact]
    public void One_stress_moves_nothing_in_another()
    {
        var alone = Run(new StressOptions { GpsNoiseMeters = 8 }, Reports(100)).ToDictionary(r => r.Recorded.MeasuredAt, r => r.Seen.Latitude);
        var both = Run(new StressOptions { GpsNoiseMeters = 8, DropShare = 0.5 }, Reports(100));
        Assert.All(both, r => Assert.Equal(alone[r.Recorded.MeasuredAt], r.Seen.Latitude));
    }

    private static AvlReport[] Reports(int count) => [.. Enumerable.Range(0, count).Select(i => FiveStops.Report("bus", 0, i * 10, 0))];

    private static List<(AvlReport Recorded, AvlReport Seen)> Run(StressOptions options, params AvlReport[] reports)
    {
        StressedReports stream = new(options);
        List<(AvlReport Recorded, AvlReport Seen)> all = [];
        foreach (AvlReport report in reports)
        {
            stream.Add(report);
            Release(report.ReceivedAt);
        }

        Release(End);
        return all;

        void Release(Timestamp moment)
        {
            while (stream.TryRelease(moment, out StressedReport released))
            {
                all.Add((released.Recorded!, (AvlReport)released.Seen!));
            }
        }
    }
}
