using TransitHub.Gtfs;
using TransitHub.Training.Baselines;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Tests.Baselines;

public sealed class MethodTests
{
    private readonly Schedule schedule = FiveStops.Schedule();
    private readonly LinkHistory history;

    public MethodTests() => this.history = new LinkHistory(this.schedule.Links.Count);

    [Fact]
    public void The_schedule_stays_whatever_happens() =>
        Assert.Equal([240.0, 360, 480], Predict(new ScheduleOnly(), now: 200, 0, 150));

    [Fact]
    public void A_delay_is_carried_to_all_later_stops() =>
        Assert.Equal([270.0, 390, 510], Predict(new DelayPropagation(), now: 200, 0, 150));

    [Fact]
    public void The_last_vehicle_gives_its_link_times_and_the_timetable_the_rest()
    {
        LastVehicleOnLink method = new(this.schedule);
        method.Observe(this.Passage(2, 90, leftAt: 100));
        method.Observe(this.Passage(2, 200, leftAt: 150));
        Assert.Equal([270.0, 470, 590], Predict(method, now: 200, 0, 150));
    }

    [Fact]
    public void No_link_method_predicts_before_now_and_later_stops_follow() =>
        Assert.Equal([400.0, 520, 640], Predict(new LastVehicleOnLink(this.schedule), now: 400, 0, 150));

    [Fact]
    public void The_moving_average_counts_the_timetable_as_one_observation_and_forgets_in_half_an_hour()
    {
        EwmaOfLink method = new(this.schedule);
        method.Observe(this.Passage(1, 240, leftAt: 200));
        double[] fresh = Predict(method, now: 200, 0, 150);
        Assert.Equal(150 + 180, fresh[0], 6);
        double[] old = Predict(method, now: 2000, 0, 1950);
        Assert.Equal(1950 + ((240 * Math.Exp(-1)) + 120) / (1 + Math.Exp(-1)), old[0], 6);
    }

    [Fact]
    public void The_moving_average_keeps_eight_observations()
    {
        EwmaOfLink method = new(this.schedule);
        for (int i = 0; i < 12; i++)
        {
            method.Observe(this.Passage(1, i < 4 ? 1000 : 120, leftAt: 200));
        }

        Assert.Equal(150 + 120, Predict(method, now: 200, 0, 150)[0], 6);
    }

    [Fact]
    public void The_history_is_drawn_to_the_link_s_mean_where_a_time_of_day_has_little()
    {
        for (int i = 0; i < 5; i++)
        {
            this.history.Add(this.Passage(1, 200, leftAt: 0, daySeconds: 8 * 3600));
            this.history.Add(this.Passage(1, 100, leftAt: 0, daySeconds: 18 * 3600));
        }

        int link = this.schedule.Patterns.Links(0)[1];
        double mean = ((5 * 200) + (5 * 100) + 120) / 11.0;
        Assert.Equal(((5 * 200) + (5 * mean)) / 10, this.history.Average(link, 8 * 3600, 120), 6);
        Assert.Equal(mean, this.history.Average(link, 3 * 3600, 120), 6);
    }

    [Fact]
    public void TransitClock_leaves_out_outliers_and_takes_the_same_trip_first()
    {
        foreach (double seconds in new[] { 100.0, 110, 90, 400 })
        {
            this.history.Add(this.Passage(1, seconds, leftAt: 0, trip: 2, daySeconds: 8 * 3600));
        }

        // The mean of all is 175; 0.7 of it is 122.5 and 400 is beyond 250: everything is an outlier, so all count.
        Assert.Equal(150 + 175, Predict(new TransitClockDefault(this.schedule, this.history), now: 200, 0, 150)[0], 4);
        this.history.Add(this.Passage(1, 130, leftAt: 0, trip: 0, day: 1));
        this.history.Add(this.Passage(1, 140, leftAt: 0, trip: 0, day: 2));
        Assert.Equal(150 + 135, Predict(new TransitClockDefault(this.schedule, this.history), now: 200, 0, 150)[0], 4);
    }

    [Fact]
    public void TransitClock_s_gain_goes_by_its_recursion_between_three_days_and_the_last_vehicle()
    {
        foreach ((int day, double seconds) in new[] { (1, 100.0), (2, 120), (3, 140), (0, 900) })
        {
            this.history.Add(this.Passage(1, seconds, leftAt: 0, trip: 0, day: day));
        }

        TransitClockKalman method = new(this.schedule, this.history);
        double variance = (400 + 0 + 400) / 3.0;
        method.Observe(this.Passage(1, 200, leftAt: 150, trip: 0));
        double gain = (1e-4 + variance) / (1e-4 + (2 * variance));
        double error = variance * gain;
        gain = (error + variance) / (error + (2 * variance));
        Assert.Equal(150 + ((1 - gain) * 200) + (gain * 120), Predict(method, now: 200, 0, 150)[0], 4);
        Assert.Equal(0.6, gain, 3);
    }

    [Fact]
    public void TransitClock_s_Kalman_falls_back_to_the_timetable_and_to_its_default()
    {
        TransitClockKalman method = new(this.schedule, this.history);
        Assert.Equal(150 + 120, Predict(method, now: 200, 0, 150)[0], 6);
        method.Observe(this.Passage(1, 200, leftAt: 150));
        Assert.Equal(150 + (0.382 * 200) + (0.618 * 120), Predict(method, now: 200, 0, 150)[0], 6);
    }

    [Fact]
    public void A_residual_multiplies_the_history_and_fades_ahead()
    {
        HistoricalTimesResidual method = new(this.schedule, this.history);
        method.Observe(this.Passage(1, 240, leftAt: 200));
        double[] times = Predict(method, now: 200, 0, 150);
        Assert.Equal(150 + (120 * Math.Exp(Math.Log(2) / 3)), times[0], 4);
        Assert.Equal(120, times[1] - times[0], 4);
    }

    /// <summary>Predicts the last three stops of trip T1 that has reached its second; all times count from its start.</summary>
    private double[] Predict(ArrivalMethod method, double now, params double[] reached)
    {
        ArrivalTruth truth = new(this.schedule);
        FiveStops.AddRun(truth, this.schedule, 0, [.. reached, 5000, 5100, 5200]);
        truth.Close();
        KnownTraffic traffic = new(this.schedule, truth, _ => { });
        traffic.Observe(FiveStops.Report("bus", 0, reached[^1], 1));
        double[] arrivals = new double[5];
        method.Predict(Assert.Single(traffic.Running), FiveStops.Start + now, arrivals);
        return [.. arrivals.Skip(2).Select(a => a - FiveStops.Start)];
    }

    private LinkPassage Passage(int link, double seconds, double leftAt, int trip = 1, int day = 0, double daySeconds = 8 * 3600) =>
        new(this.schedule.Patterns.Links(0)[link], trip, day, daySeconds, FiveStops.Start + leftAt, seconds, 120);
}
