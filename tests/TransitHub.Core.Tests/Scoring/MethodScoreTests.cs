using TransitHub.Core.Scoring;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Tests.Scoring;

public sealed class MethodScoreTests
{
    [Fact]
    public void Error_is_positive_when_the_vehicle_comes_later_than_told()
    {
        MethodScore score = Scored(ahead: 300, 40, -20);

        Assert.Equal((30, 10), (score.Errors.Mae, score.Errors.Bias));
        Assert.Equal(Math.Sqrt(((40 * 40) + (20 * 20)) / 2.0), score.Errors.Rmse, 9);
        Assert.Equal(50, score.Catch.All.Percent);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(179.9, 0)]
    [InlineData(180, 1)]
    [InlineData(360, 2)]
    [InlineData(600, 3)]
    [InlineData(900, 4)]
    [InlineData(1200, 5)]
    [InlineData(1800, 6)]
    [InlineData(2700, 6)]
    public void A_span_of_time_ahead_holds_its_start_and_not_its_end(double ahead, int bin) => Assert.Equal(bin, HorizonBins.IndexOf(ahead));

    [Fact]
    public void Shares_of_the_time_ahead_leave_out_the_last_minute()
    {
        MethodScore score = new("m");
        score.Add(new PredictionOutcome(0, 59, 0));
        Assert.True(double.IsNaN(score.Errors.MapePercent));
        score.Add(new PredictionOutcome(0, 60, 54));
        Assert.Equal(10, score.Errors.MapePercent, 9);
    }

    [Theory]
    [InlineData(0, -60, false)]
    [InlineData(0, -59, true)]
    [InlineData(0, 59, true)]
    [InlineData(0, 60, false)]
    [InlineData(1, -90, false)]
    [InlineData(1, 119, true)]
    [InlineData(2, -149, true)]
    [InlineData(2, 210, false)]
    [InlineData(3, -239, true)]
    [InlineData(3, 360, false)]
    public void The_bounds_of_MBTA_are_exclusive(int bin, double error, bool isAccurate)
    {
        double ahead = new[] { 100.0, 200, 400, 1000 }[bin];
        MbtaAccuracy mbta = new();
        mbta.Add(new PredictionOutcome(0, ahead + error, ahead));

        Assert.Equal((1, isAccurate ? 1 : 0), (mbta.Bin(bin).All, mbta.Bin(bin).Good));
    }

    [Fact]
    public void MBTA_bins_by_the_predicted_time_ahead_and_takes_only_what_is_in_the_future()
    {
        MbtaAccuracy mbta = new();
        mbta.Add(new PredictionOutcome(0, 200, 170));
        mbta.Add(new PredictionOutcome(0, 200, 0));
        mbta.Add(new PredictionOutcome(0, 200, -30));
        mbta.Add(new PredictionOutcome(0, 1900, 1800));

        Assert.Equal((1, 0), (mbta.Bin(0).All, mbta.Bin(1).All));
        Assert.Equal(1, mbta.Pooled.All);
    }

    [Theory]
    [InlineData(100, -30, true)]
    [InlineData(100, -31, false)]
    [InlineData(100, 90, true)]
    [InlineData(200, -60, true)]
    [InlineData(200, 150, true)]
    [InlineData(200, 151, false)]
    [InlineData(500, 210, true)]
    [InlineData(700, -90, true)]
    [InlineData(700, 270, true)]
    [InlineData(700, 271, false)]
    public void The_bounds_of_the_ETA_benchmark_are_inclusive_and_its_bins_those_of_the_actual_time_ahead(double ahead, double error, bool isAccurate)
    {
        EtaBenchmark eta = new();
        eta.Add(new PredictionOutcome(0, ahead, ahead - error));
        Assert.Equal(isAccurate ? 1 : 0, Enumerable.Range(0, 4).Sum(b => eta.Bin(b).Good));
    }

    [Fact]
    public void The_ETA_benchmark_is_the_plain_mean_of_four_percentages()
    {
        EtaBenchmark eta = new();
        foreach ((double ahead, double error) in new[] { (100.0, 0.0), (100, 0), (100, 0), (200, 1000), (500, 0), (500, 1000), (700, 0) })
        {
            eta.Add(new PredictionOutcome(0, ahead, ahead - error));
        }

        Assert.Equal((100 + 0 + 50 + 100) / 4.0, eta.Percent);
    }

    [Theory]
    [InlineData(600, 60, true)]
    [InlineData(600, 147, false)]
    [InlineData(600, 146, true)]
    [InlineData(600, -145, true)]
    [InlineData(600, -146, false)]
    public void Cal_ITP_widens_with_the_logarithm_of_the_minutes(double ahead, double error, bool isReliable)
    {
        CalItpReliability calItp = new();
        calItp.Add(new PredictionOutcome(0, ahead, ahead - error));
        Assert.Equal(isReliable ? 1 : 0, calItp.All.Good);
    }

    [Fact]
    public void Cal_ITP_looks_no_farther_than_thirty_minutes()
    {
        CalItpReliability calItp = new();
        calItp.Add(new PredictionOutcome(0, 1800, 1800));
        calItp.Add(new PredictionOutcome(0, 1801, 1801));
        Assert.Equal(1, calItp.All.All);
    }

    [Fact]
    public void Missing_predictions_are_inaccurate_and_leave_the_mean_error_alone()
    {
        MethodScore score = Scored(ahead: 100, 10);
        score.AddMissing(100);

        Assert.Equal((1, 1), (score.Count, score.Missing));
        Assert.Equal(10, score.Errors.Mae);
        Assert.Equal((50, 50, 50, 50), (score.Mbta.Pooled.Percent, score.Eta.Bin(0).Percent, score.CalItp.All.Percent, score.Catch.All.Percent));
    }

    [Fact]
    public void Pinball_loss_is_the_mean_over_five_quantiles()
    {
        MethodScore score = new("m");
        score.Add(new PredictionOutcome(0, 1010, 1000, new ArrivalQuantiles(-20, -10, 0, 10, 20), 1000));

        Assert.Equal(((.1 * 30) + (.25 * 20) + (.5 * 10) + 0 + (.1 * 10)) / 5, score.Pinball.Mean, 9);
    }

    [Fact]
    public void The_interval_holds_its_ends_and_its_width_is_told()
    {
        MethodScore score = new("m");
        ArrivalQuantiles quantiles = new(-20, -10, 0, 10, 30);
        foreach (double actual in new[] { 980.0, 1030, 1031 })
        {
            score.Add(new PredictionOutcome(0, actual, 1000, quantiles, 1000));
        }

        Assert.Equal((2, 3, 50), (score.Interval.All.Good, score.Interval.All.All, score.Interval.MeanWidthSeconds));
        Assert.Equal((1, 1), (score.Interval.Reached(0).Good, score.Interval.Reached(2).Good));
    }

    [Theory]
    [InlineData(599, false)]
    [InlineData(600, true)]
    [InlineData(659, true)]
    [InlineData(660, false)]
    public void Availability_looks_at_an_arrival_once(double ahead, bool isDue) => Assert.Equal(isDue, Availability.IsDue(ahead, 60));

    [Theory]
    [InlineData(-901, false)]
    [InlineData(-900, true)]
    [InlineData(1500, true)]
    [InlineData(1501, false)]
    [InlineData(double.NaN, false)]
    public void An_arrival_fulfills_a_prediction_from_15_minutes_before_to_25_after(double late, bool isFulfilled) =>
        Assert.Equal(isFulfilled, GhostRate.IsFulfilled(10_000, 10_000 + late));

    [Fact]
    public void Wobble_is_told_for_a_minute()
    {
        Wobble wobble = new();
        wobble.Add(1000, 1010, everySeconds: 30);
        wobble.Add(1000, 1000, everySeconds: 30);
        Assert.Equal(10, wobble.Seconds);
    }

    private static MethodScore Scored(double ahead, params double[] errors)
    {
        MethodScore score = new("m");
        foreach (double error in errors)
        {
            score.Add(new PredictionOutcome(0, ahead, ahead - error));
        }

        return score;
    }
}
