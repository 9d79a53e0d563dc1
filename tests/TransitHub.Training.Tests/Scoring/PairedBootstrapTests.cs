using TransitHub.Training.Scoring;

namespace TransitHub.Training.Tests.Scoring;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void A_constant_difference_has_no_spread()
    {
        MaeDifference difference = PairedBootstrap.Compare(Errors(own: _ => 10, other: _ => 30), 0, -1, 200, 1);

        Assert.Equal((-20, -20, -20), (difference.Seconds, difference.Low, difference.High));
        Assert.Equal((40, 120L, 30.0, 10.0), (difference.Runs, difference.Count, difference.OtherMae, difference.OwnMae));
    }

    [Fact]
    public void A_difference_of_a_few_runs_alone_is_not_sure()
    {
        MaeDifference difference = PairedBootstrap.Compare(Errors(own: r => r == 0 ? 1000 : 40, other: _ => 50), 0, -1, 500, 1);

        Assert.True(difference.Low < 0 && difference.High > 0, $"{difference.Low} to {difference.High}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_and_another_one_another()
    {
        RunErrors errors = Errors(own: r => r * 3, other: r => 100 - r);

        Assert.Equal(PairedBootstrap.Compare(errors, 0, -1, 300, 7), PairedBootstrap.Compare(errors, 0, -1, 300, 7));
        Assert.NotEqual(PairedBootstrap.Compare(errors, 0, -1, 300, 7).Low, PairedBootstrap.Compare(errors, 0, -1, 300, 8).Low);
    }

    [Fact]
    public void A_bin_takes_its_own_predictions_alone()
    {
        RunErrors errors = new(1);
        int run = errors.AddRun();
        errors.Add(run, 0, 0, 10, 20);
        errors.Add(run, 3, 0, 100, 50);

        Assert.Equal((10, 20), (PairedBootstrap.Compare(errors, 0, 0, 100, 1).OtherMae, PairedBootstrap.Compare(errors, 0, 0, 100, 1).OwnMae));
        Assert.Equal(55, PairedBootstrap.Mae(errors, 0, -1));
    }

    private static RunErrors Errors(Func<int, double> own, Func<int, double> other)
    {
        RunErrors errors = new(1);
        for (int i = 0; i < 40; i++)
        {
            int run = errors.AddRun();
            for (int j = 0; j < 3; j++)
            {
                errors.Add(run, j, 0, other(i), own(i));
            }
        }

        return errors;
    }
}
