using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Accuracy;

public sealed class LiveAccuracyTests
{
    private readonly PredictedCity city = new(new LiveAccuracy());

    private AccuracyDay Day => Assert.Single(this.city.Accuracy.Days);

    [Fact]
    public void Each_minute_before_an_arrival_from_the_start_of_the_run_on_is_scored_once()
    {
        // Told on time, ten seconds later in the middle; comes 30 s late. Under way from 08:01:00 on, when it was first measured after it had left.
        this.city.Drive(0, 1560, late: 30, predictedLate: 0);
        MethodScore published = this.Day.All.Published;
        MethodScore median = this.Day.All.Median;

        // Stops 1 to 5 at 5:30, 10:30 … 25:30, moments at 1:00, 2:00 … : 5 + 10 + 15 + 20 + 25.
        Assert.Equal((75, 0), (published.Count, published.Missing));
        Assert.Equal((30, 30), (published.Errors.Mae, published.Errors.Bias));
        Assert.Equal((20, 20), (median.Errors.Mae, median.Errors.Bias));
        Assert.Equal(100, published.Catch.All.Percent);
        Assert.Equal((100, 60), (median.Interval.All.Percent, median.Interval.MeanWidthSeconds));
        Assert.Equal(100, published.Mbta.Pooled.Percent);
        Assert.Equal(100, published.Eta.Percent);
        Assert.Equal(15, published.ErrorsOf(0).Count);

        // Ten minutes before stops 2 to 5; before stop 1 nobody had looked.
        Assert.Equal((4, 4), (published.Available.Share.Good, published.Available.Share.All));
    }

    [Fact]
    public void It_is_the_backtests_measure_and_not_one_like_it()
    {
        this.city.Drive(0, 1620, late: 90, predictedLate: 0);
        MethodScore expected = new("by hand");
        for (int stop = 1; stop < 6; stop++)
        {
            long actual = this.city.Eight + (stop * 300) + 90;
            for (long now = this.city.Eight + 120; now < actual; now += 60)
            {
                expected.Add(new PredictionOutcome(now, actual, this.city.Eight + (stop * 300), new ArrivalQuantiles(-20, 0, 10, 20, 40), this.city.Eight + (stop * 300)));
            }
        }

        MethodScore published = this.Day.All.Published;
        Assert.Equal(expected.Count, published.Count);
        Assert.Equal(expected.Mbta.Pooled, published.Mbta.Pooled);
        Assert.Equal(expected.Eta.Percent, published.Eta.Percent, 9);
        Assert.Equal(expected.CalItp.All, published.CalItp.All);
        Assert.Equal(expected.Pinball.Mean, published.Pinball.Mean, 9);
        Assert.Equal(expected.Errors.Rmse, published.Errors.Rmse, 9);
    }

    [Fact]
    public void A_moment_without_a_prediction_counts_as_missing_and_missing_as_inaccurate()
    {
        this.city.Drive(0, 420, late: 0, predictedLate: 0);
        this.city.Without().Publish(480, isMinute: true).Publish(540, isMinute: true);
        this.city.Drive(570, 1500, late: 0, predictedLate: 0);
        MethodScore published = this.Day.All.Published;

        // Two moments, at each of which stops 2 to 5 were ahead.
        Assert.Equal(8, published.Missing);
        Assert.Equal(100.0 * published.Count / (published.Count + 8), published.Mbta.Pooled.Percent, 9);
        Assert.Equal(2, published.MissingOf(0));
    }

    [Fact]
    public void A_stop_of_which_nothing_may_be_told_is_missing_and_one_that_is_skipped_too()
    {
        this.city.Drive(0, 660, late: 0, predictedLate: 0, change: run => With(run, 2, s => s with { HasNoData = true }));
        Assert.Equal(9, this.Day.All.Published.Missing);
    }

    [Fact]
    public void Nothing_is_concluded_where_the_vehicle_was_not_measured_about_the_stop()
    {
        this.city.Drive(0, 270, late: 0, predictedLate: 0);

        // The next word comes three minutes later; the hub reckons when it came to stop 1.
        this.city.Predict(450, passed: (1, 300)).Publish(450);
        Assert.Equal((0, 1), (this.Day.All.Published.Count, this.Day.Unseen));

        // Two stops at once: a state tells the later one alone.
        this.city.Predict(480, passed: (1, 300)).Publish(480).Predict(570, passed: (3, 560)).Publish(570);
        Assert.Equal(2, this.Day.Unseen);
        Assert.Equal(4, this.Day.All.Published.Count);
    }

    [Fact]
    public void Before_a_run_is_on_its_way_only_availability_looks_at_it()
    {
        for (int at = -1200; at <= 0; at += 60)
        {
            this.city.Predict(at, change: run => Copy(run, isCurrent: false)).Publish(at, isMinute: true);
        }

        this.city.Drive(30, 330, late: 0, predictedLate: 0);
        Assert.Equal((1, 1), (this.Day.All.Published.Available.Share.Good, this.Day.All.Published.Available.Share.All));
        Assert.Equal(4, this.Day.All.Published.Count);
    }

    [Fact]
    public void Other_agencies_words_and_the_timetables_are_not_the_hubs()
    {
        this.city.Drive(0, 1500, late: 0, predictedLate: 0, change: run => Copy(run, isPlanned: true));
        this.city.Drive(0, 1500, late: 0, predictedLate: 0, change: run => Copy(run, upstream: new UpstreamRun("x", [])));
        Assert.Empty(this.city.Accuracy.Days);
        Assert.Equal(0, this.city.Accuracy.Open);
    }

    [Fact]
    public void What_nothing_comes_of_is_a_ghost_and_who_stops_short_is_none()
    {
        // Seen to pass stop 1 and never again; the other one goes on, so that the feed is heard.
        this.city.Drive(0, 330, late: 0, predictedLate: 0);
        this.city.Without();
        this.city.Drive(360, 5400, late: 0, predictedLate: 0, trip: "U");
        ShareTally ghosts = this.Day.Routes["R"].Published.Ghosts.Ghosts;

        // At 0, 1 … 5 minutes stop 5 was told and never reached; 2 to 4 lie within three stops of where it was seen, and it came to stop 1.
        Assert.Equal((6, 11), (ghosts.Good, ghosts.All));
        Assert.Equal(0, this.Day.Routes["Q"].Published.Ghosts.Ghosts.Good);
    }

    [Fact]
    public void Silence_is_no_ghost_and_what_was_open_is_forgotten()
    {
        this.city.Drive(0, 600, late: 0, predictedLate: 0);
        long before = this.Day.All.Published.Count;
        this.city.Publish(660, isMinute: true).Publish(960, isMinute: true);
        Assert.Equal((5 * 5) + (5 * 4) + (2 * 3), this.city.Accuracy.Open);
        this.city.Predict(1210, passed: (4, 1205)).Publish(1210);
        Assert.Equal((before, 0), (this.Day.All.Published.Count, this.city.Accuracy.Open));
        Assert.Equal(0, this.Day.All.Published.Ghosts.Ghosts.All);
    }

    [Fact]
    public void Another_static_feed_begins_anew_and_keeps_the_figures()
    {
        this.city.Drive(0, 600, late: 0, predictedLate: 0);
        long before = this.Day.All.Published.Count;
        this.city.Renew().Publish(630).Predict(660, passed: (2, 650)).Publish(660);
        Assert.Equal((before, 0), (this.Day.All.Published.Count, this.city.Accuracy.Open));
    }

    [Fact]
    public void Figures_stand_by_route_by_hour_of_service_and_by_service_day_of_which_two_are_kept()
    {
        this.city.Drive(0, 1500, late: 0, predictedLate: 0, trip: "U");
        Assert.Equal(["Q"], this.Day.Routes.Keys);
        Assert.Equal(this.Day.All.Published.Count, this.Day.ByHour[8]!.Published.Count);
        Assert.Equal(8, Assert.Single(this.Day.ByHour.Index(), h => h.Item is not null).Index);

        // The run of the day before that comes nearly a day late counts for its own day.
        this.city.Drive(1560, 3000, late: 1500, predictedLate: 1500, date: PredictedCity.Day.AddDays(-1));
        Assert.Equal([PredictedCity.Day.AddDays(-1), PredictedCity.Day], this.city.Accuracy.Days.Select(d => d.Date));
        Assert.NotNull(this.city.Accuracy.Days.First().ByHour[32]);
        this.city.Drive(3060, 4600, late: 3000, predictedLate: 3000, date: PredictedCity.Day.AddDays(1));
        Assert.Equal([PredictedCity.Day, PredictedCity.Day.AddDays(1)], this.city.Accuracy.Days.Select(d => d.Date));
    }

    [Fact]
    public void A_restart_keeps_the_figures_and_forgets_what_was_open()
    {
        this.city.Drive(0, 900, late: 30, predictedLate: 0);
        LiveAccuracy next = new();
        Assert.True(next.TryRestore(this.city.Accuracy.Encode()));
        AccuracyDay day = Assert.Single(next.Days);
        Assert.Equal(this.Day.Since, day.Since);
        Assert.Equal(this.Day.All.Published.Mbta.Pooled, day.All.Published.Mbta.Pooled);
        Assert.Equal(this.Day.Routes["R"].Median.Errors.Mae, day.Routes["R"].Median.Errors.Mae);
        Assert.Equal(0, next.Open);

        // It goes on from there.
        new PredictedCity(next).Drive(930, 1560, late: 30, predictedLate: 0);
        Assert.True(Assert.Single(next.Days).All.Published.Count > this.Day.All.Published.Count);
        Assert.False(new LiveAccuracy().TryRestore([1, 2, 3]));
    }

    private static TripSnapshot With(TripSnapshot run, int position, Func<StopPrediction, StopPrediction> change) =>
        Copy(run, stops: [.. run.Stops.Select(s => s.Position == position && !s.Passed ? change(s) : s)]);

    private static TripSnapshot Copy(TripSnapshot run, bool isCurrent = true, bool isPlanned = false, UpstreamRun? upstream = null, IEnumerable<StopPrediction>? stops = null) => new()
    {
        Trip = run.Trip,
        Vehicle = isCurrent ? run.Vehicle : DeviceId.Parse("earlier"),
        IsCurrent = isCurrent,
        IsPlanned = isPlanned,
        Upstream = upstream,
        MeasuredAt = run.MeasuredAt,
        Stops = [.. stops ?? run.Stops],
    };
}
