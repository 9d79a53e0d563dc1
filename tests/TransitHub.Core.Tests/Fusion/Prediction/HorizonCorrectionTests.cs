using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class HorizonCorrectionTests
{
    private readonly HorizonCorrection correction = new();

    [Fact]
    public void Knowing_nothing_it_corrects_nothing_and_is_not_trusted()
    {
        Assert.Equal(0, this.correction.Propose(Features(1), 600));
        Assert.Equal(0, this.correction.Trust);
    }

    [Fact]
    public void An_error_that_comes_again_and_again_is_corrected()
    {
        this.Teach(4000, (x, chance) => (60 * x) + (20 * (chance - 0.5)));

        Assert.Equal(1, this.correction.Trust);
        Assert.InRange(this.correction.Propose(Features(1), 600), 45, 65);
        Assert.InRange(this.correction.Propose(Features(0.5), 600), 22, 35);
    }

    [Fact]
    public void A_few_wild_errors_do_not_move_it()
    {
        this.Teach(4000, (x, chance) => chance < 0.02 ? 5000 : 60 * x);

        Assert.InRange(this.correction.Propose(Features(1), 600), 45, 70);
    }

    [Fact]
    public void Where_errors_follow_nothing_it_is_not_trusted_for_much()
    {
        this.Teach(4000, (_, chance) => 400 * (chance - 0.5));

        Assert.InRange(this.correction.Trust * Math.Abs(this.correction.Propose(Features(1), 600)), 0, 15);
    }

    [Fact]
    public void It_is_bounded_by_the_time_ahead()
    {
        this.Teach(4000, (x, _) => 900 * x);

        Assert.Equal(60, this.correction.Propose(Features(1), 0));
    }

    private static double[] Features(double value)
    {
        double[] x = new double[HorizonFeatures.Count];
        x[0] = 1;
        x[1] = value;
        return x;
    }

    private void Teach(int count, Func<double, double, double> error)
    {
        Random random = new(3);
        for (int i = 0; i < count; i++)
        {
            double value = random.NextDouble();
            double[] x = Features(value);
            float[] kept = [.. x.Select(v => (float)v)];
            this.correction.Learn(kept, error(value, random.NextDouble()), this.correction.Propose(x, 600), 1);
        }
    }
}
