using TransitHub.Core.Fusion.Prediction;
using TransitHub.Core.Snapshots;
using TransitHub.Training.Features;

namespace TransitHub.Training.Tests.Features;

public sealed class TrainingRowsTests
{
    private readonly ArrivalSamples samples = new(1000, 1);
    private readonly Dictionary<(TripInstance Trip, int Stop), double> arrivals = [];

    [Fact]
    public void The_target_is_the_error_in_deviations()
    {
        this.Sample(now: 0, expected: 300, deviation: 20);
        this.Sample(now: 60, expected: 300, deviation: 20);
        this.arrivals[(SyntheticRows.Trip, 1)] = 350;
        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join([this.samples], [this.arrivals], 0.5);
        Assert.Equal(2.5f, fit.Target(0));
        Assert.Equal(20f, validation.Deviation(0));
        Assert.Equal(240f, validation.Ahead(0));
    }

    [Fact]
    public void What_never_arrived_teaches_nothing()
    {
        this.Sample(now: 0, expected: 300, deviation: 20);
        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join([this.samples], [this.arrivals], 0.5);
        Assert.Equal(0, fit.Count + validation.Count);
    }

    [Fact]
    public void Rows_of_one_moment_stay_on_one_side_and_validation_is_the_later_one()
    {
        for (int i = 0; i < 100; i++)
        {
            this.Sample(now: i / 10 * 60, expected: 2000 + i, deviation: 20);
        }

        this.arrivals[(SyntheticRows.Trip, 1)] = 2000;
        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join([this.samples], [this.arrivals], 0.25);
        Assert.Equal(70, fit.Count);
        Assert.Equal(30, validation.Count);
    }

    [Fact]
    public void Of_several_archives_the_last_is_for_validation()
    {
        this.Sample(now: 0, expected: 300, deviation: 20);
        this.arrivals[(SyntheticRows.Trip, 1)] = 350;
        (TrainingRows fit, TrainingRows validation) = TrainingRows.Join([this.samples, this.samples], [this.arrivals, this.arrivals], 0.5);
        Assert.Equal((1, 1), (fit.Count, validation.Count));
    }

    [Fact]
    public void A_breakdown_counts_no_more_than_a_large_delay()
    {
        this.Sample(now: 0, expected: 300, deviation: 20);
        this.Sample(now: 1, expected: 300, deviation: 20);
        this.arrivals[(SyntheticRows.Trip, 1)] = 90_000;
        (TrainingRows fit, _) = TrainingRows.Join([this.samples], [this.arrivals], 0.5);
        Assert.Equal(TrainingRows.MaxTarget, fit.Target(0));
    }

    private void Sample(double now, double expected, double deviation) =>
        this.samples.Add(new ArrivalSample(SyntheticRows.Trip, 1, now, expected, deviation), new float[ArrivalFeatures.Count]);
}
