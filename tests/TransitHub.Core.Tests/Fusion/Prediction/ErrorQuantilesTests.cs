using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class ErrorQuantilesTests
{
    [Fact]
    public void Starts_from_the_normal_distribution()
    {
        double[] quantiles = new double[6];
        new ErrorQuantiles(new PublishedLevel(0.5, 0.5, 0.5)).Read(300, quantiles);

        Assert.Equal([-1.2816, -0.6745, 0, 0.6745, 1.2816, 0], quantiles.Select(q => Math.Round(q, 4)));
    }

    [Fact]
    public void Learns_the_quantiles_of_errors_of_another_shape()
    {
        ErrorQuantiles errors = new(new PublishedLevel(0.35, 0.35, 0.35));
        Random random = new(5);
        for (int i = 0; i < 40_000; i++)
        {
            errors.Learn(1000, 1 + (4 * random.NextDouble()), 1);
        }

        double[] quantiles = new double[6];
        errors.Read(1050, quantiles);

        Assert.InRange(quantiles[0], 1.2, 1.6);
        Assert.InRange(quantiles[2], 2.7, 3.3);
        Assert.InRange(quantiles[4], 4.4, 4.8);
        Assert.InRange(quantiles[5], 2.0, 2.8);
    }

    [Fact]
    public void What_is_learned_far_ahead_says_nothing_near_by()
    {
        ErrorQuantiles errors = new(new PublishedLevel(0.5, 0.5, 0.5));
        for (int i = 0; i < 1000; i++)
        {
            errors.Learn(2400, 3, 1);
        }

        double[] quantiles = new double[6];
        errors.Read(60, quantiles);

        Assert.Equal(0, quantiles[2], 3);
    }
}
