using TransitHub.Core.Numerics;

namespace TransitHub.Core.Counting;

/// <summary>
/// How many come when the rate itself varies around its mean: variance = mean + mean² · dispersion. With dispersion 0 it would be Poisson's.
/// </summary>
/// <param name="Mean">Over 0.</param>
/// <param name="Dispersion">Over 0: the square of the rate's relative deviation.</param>
public readonly record struct NegativeBinomial(double Mean, double Dispersion)
{
    private const double Deviations = 9;
    private const double Tiny = 1e-9;

    private double Shape => 1 / Math.Max(this.Dispersion, 1e-6);

    /// <summary>Standard deviation.</summary>
    public double Deviation => Math.Sqrt(this.Mean + (this.Mean * this.Mean * this.Dispersion));

    /// <summary>Logarithm of the probability of exactly so many.</summary>
    /// <param name="count">0 or more.</param>
    public double LogProbability(double count)
    {
        double shape = this.Shape;
        double mean = Math.Max(this.Mean, Tiny);
        return GammaMath.LogGamma(count + shape) - GammaMath.LogGamma(shape) - GammaMath.LogGamma(count + 1)
            + (shape * Math.Log(shape / (shape + mean))) + (count * Math.Log(mean / (shape + mean)));
    }

    /// <summary>Probability of so many or fewer.</summary>
    /// <param name="most">Below 0: none.</param>
    public double Cumulative(double most) => most < this.Least ? 0 : Math.Min(1, this.SumUp(double.PositiveInfinity, most).Sum);

    /// <summary>The least number that so large a share does not exceed.</summary>
    /// <param name="share">Over 0 and below 1.</param>
    public long Quantile(double share) => (long)this.SumUp(share, double.PositiveInfinity).Count;

    /// <summary>What lies below adds nothing that could be seen.</summary>
    private double Least => Math.Max(0, Math.Floor(this.Mean - (Deviations * this.Deviation)));

    /// <summary>Adds probabilities from the least number on, until they are so large a share or the number is the most that is asked for.</summary>
    private (double Count, double Sum) SumUp(double share, double most)
    {
        double count = this.Least;
        double end = Math.Min(most, this.Mean + (4 * Deviations * this.Deviation) + 10);
        double ratio = this.Mean / (this.Shape + this.Mean);
        double probability = Math.Exp(this.LogProbability(count));
        double sum = probability;
        while (sum < share && count + 1 <= end)
        {
            probability *= (count + this.Shape) / (count + 1) * ratio;
            sum += probability;
            count++;
        }

        return (count, sum);
    }
}
