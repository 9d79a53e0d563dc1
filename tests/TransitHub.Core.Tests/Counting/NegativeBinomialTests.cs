using TransitHub.Core.Counting;

namespace TransitHub.Core.Tests.Counting;

public class NegativeBinomialTests
{
    [Theory]
    [InlineData(0.3, 0.5)]
    [InlineData(12, 0.1)]
    [InlineData(400, 0.02)]
    public void Probabilities_add_up_to_what_is_said_of_so_many_or_fewer(double mean, double dispersion)
    {
        NegativeBinomial counts = new(mean, dispersion);
        double sum = 0;
        double total = 0;
        for (int count = 0; count < mean + (40 * counts.Deviation); count++)
        {
            double probability = Math.Exp(counts.LogProbability(count));
            sum += probability;
            total += count * probability;
            Assert.Equal(sum, counts.Cumulative(count), 1e-7);
        }

        Assert.Equal(1, sum, 1e-7);
        Assert.Equal(mean, total, 1e-4 * mean);
        Assert.Equal(0, counts.Cumulative(-1));
    }

    [Theory]
    [InlineData(0.3, 0.5)]
    [InlineData(12, 0.1)]
    [InlineData(400, 0.02)]
    public void A_quantile_is_the_least_number_that_the_share_does_not_exceed(double mean, double dispersion)
    {
        NegativeBinomial counts = new(mean, dispersion);
        foreach (double share in (double[])[0.01, 0.1, 0.5, 0.9, 0.99, 0.9999])
        {
            long quantile = counts.Quantile(share);
            Assert.True(counts.Cumulative(quantile) >= share);
            Assert.True(counts.Cumulative(quantile - 1) < share);
        }
    }
}
