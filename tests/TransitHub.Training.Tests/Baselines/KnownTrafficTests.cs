using TransitHub.Gtfs;
using TransitHub.Training.Baselines;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Baselines;

public sealed class KnownTrafficTests
{
    private readonly Schedule schedule = FiveStops.Schedule();
    private readonly List<LinkPassage> passages = [];

    [Fact]
    public void An_arrival_is_known_with_the_first_report_measured_at_or_after_it()
    {
        KnownTraffic traffic = this.Traffic(0, 130, 260, double.NaN, double.NaN);
        traffic.Observe(FiveStops.Report("bus", 0, 129, 1));
        Assert.Equal(0, Assert.Single(traffic.Running).Reached);
        traffic.Observe(FiveStops.Report("bus", 0, 130, 1));
        Assert.Equal((1, 10), (traffic.Running[0].Reached, traffic.Running[0].DelaySeconds));
        Assert.True(double.IsNaN(traffic.Running[0].KnownTime(2)));
    }

    [Fact]
    public void A_clock_that_runs_ahead_of_the_receipt_reveals_nothing_early()
    {
        KnownTraffic traffic = this.Traffic(0, 130, 260, 390, 520);
        traffic.Observe(FiveStops.Report("bus", 0, at: 600, stops: 1, lag: -500));
        Assert.Equal(0, Assert.Single(traffic.Running).Reached);
    }

    [Fact]
    public void The_last_arrival_is_known_when_the_vehicle_reports_of_its_next_trip()
    {
        KnownTraffic traffic = this.Traffic(0, 120, 240, 360, 480);
        traffic.Observe(FiveStops.Report("bus", 0, 470, 3.9));
        traffic.Observe(FiveStops.Report("bus", 1, 490, 0));
        Assert.Equal(4, traffic.Running[0].Reached);
    }

    [Fact]
    public void Nothing_is_under_way_before_a_first_arrival_is_known()
    {
        KnownTraffic traffic = this.Traffic(100, 220, 340, 460, 580);
        traffic.Observe(FiveStops.Report("bus", 0, 50, 0));
        Assert.Empty(traffic.Running);
    }

    [Fact]
    public void The_time_between_two_known_stops_is_divided_by_the_timetable()
    {
        KnownTraffic traffic = this.Traffic(0, double.NaN, 300, double.NaN, double.NaN);
        traffic.Observe(FiveStops.Report("bus", 0, 300, 2));

        Assert.Equal([150.0, 150], this.passages.Select(p => p.Seconds));
        Assert.Equal([120.0, 120], this.passages.Select(p => p.Scheduled));
    }

    [Fact]
    public void A_vehicle_at_its_first_stop_ahead_of_time_is_taken_to_leave_on_time()
    {
        KnownTraffic traffic = this.Traffic(-400, 130, double.NaN, double.NaN, double.NaN);
        traffic.Observe(FiveStops.Report("bus", 0, -300, 0));
        Assert.Equal(0, Assert.Single(traffic.Running).DelaySeconds);
        traffic.Observe(FiveStops.Report("bus", 0, 140, 1));
        Assert.Equal(130, Assert.Single(this.passages).Seconds);
    }

    [Fact]
    public void A_vehicle_far_ahead_of_its_timetable_is_taken_to_wait_where_it_is()
    {
        KnownTraffic traffic = this.Traffic(double.NaN, -400, 250, double.NaN, double.NaN);
        traffic.Observe(FiveStops.Report("bus", 0, -300, 1));
        Assert.Equal((0, FiveStops.Start + 120), (Assert.Single(traffic.Running).DelaySeconds, traffic.Running[0].EntersAt));
        traffic.Observe(FiveStops.Report("bus", 0, 260, 2));
        Assert.Equal(130, Assert.Single(this.passages).Seconds);
    }

    [Fact]
    public void A_vehicle_a_little_ahead_of_its_timetable_is_early()
    {
        KnownTraffic traffic = this.Traffic(0, 60, double.NaN, double.NaN, double.NaN);
        traffic.Observe(FiveStops.Report("bus", 0, 70, 1));
        Assert.Equal(-60, Assert.Single(traffic.Running).DelaySeconds);
    }

    private KnownTraffic Traffic(params double[] after)
    {
        ArrivalTruth truth = new(this.schedule);
        FiveStops.AddRun(truth, this.schedule, 0, after);
        FiveStops.AddRun(truth, this.schedule, 1, 600, 720, 840, 960, 1080);
        truth.Close();
        return new KnownTraffic(this.schedule, truth, this.passages.Add);
    }
}
