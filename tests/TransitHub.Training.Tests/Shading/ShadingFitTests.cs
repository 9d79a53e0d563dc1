using TransitHub.Core.Scoring;
using TransitHub.Training.Shading;

namespace TransitHub.Training.Tests.Shading;

public sealed class ShadingFitTests
{
    [Fact]
    public void Centering_takes_the_median_error_of_each_span_of_time_ahead()
    {
        ShadingFit fit = new();
        for (int i = 0; i < 1000; i++)
        {
            fit.Learn(new PredictionOutcome(0, 100 + 40 + (i % 3), 100));
            fit.Learn(new PredictionOutcome(0, 800 - 60, 800));
        }

        double[] shifts = fit.Centered();
        Assert.Equal(40, shifts[ShadingBins.IndexOf(100)]);
        Assert.Equal(-60, shifts[ShadingBins.IndexOf(800)]);
        Assert.Equal(0, shifts[ShadingBins.IndexOf(2000)]);
    }

    [Fact]
    public void Shading_moves_errors_into_what_the_benchmarks_accept_and_no_farther()
    {
        ShadingFit fit = new();
        for (int i = 0; i < 1000; i++)
        {
            // 40 s early: outside the benchmark's -30, inside MBTA's -60; ten seconds are enough for both.
            fit.Learn(new PredictionOutcome(0, 100, 140));
        }

        Assert.Equal(-10, fit.Best()[ShadingBins.IndexOf(140)]);
    }

    [Fact]
    public void A_few_predictions_move_nothing()
    {
        ShadingFit fit = new();
        fit.Learn(new PredictionOutcome(0, 500, 100));
        Assert.All(fit.Centered(), s => Assert.Equal(0, s));
        Assert.All(fit.Best(), s => Assert.Equal(0, s));
    }
}
