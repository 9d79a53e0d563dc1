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
        return LogGamma(count + shape) - LogGamma(shape) - LogGamma(count + 1)
            + (shape * Math.Log(shape / (shape + mean))) + (count * Math.Log(mean / (shape + mean)));
    }

    /// <summary>Probability of so many or fewer.</summary>
    /// <param name="most">Below 0: none.</param>
    public double Cumulative(double most)
    {
        double count = Math.Max(0, Math.Floor(this.Mean - (Deviations * this.Deviation)));
        double ratio = this.Mean / (this.Shape + this.Mean);
        double probability = Math.Exp(this.LogProbability(count));
        double sum = 0;
        for (double end = Math.Min(most, this.Mean + (4 * Deviations * this.Deviation) + 10); count <= end; count++)
        {
            sum += probability;
            probability *= (count + this.Shape) / (count + 1) * ratio;
        }

        return Math.Min(1, sum);
    }

    /// <summary>The least number that so large a share does not exceed.</summary>
    /// <param name="share">Over 0 and below 1.</param>
    public long Quantile(double share)
    {
        // What lies further below adds nothing that could be seen.
        double count = Math.Max(0, Math.Floor(this.Mean - (Deviations * this.Deviation)));
        double ratio = this.Mean / (this.Shape + this.Mean);
        double probability = Math.Exp(this.LogProbability(count));
        double sum = probability;
        double most = this.Mean + (4 * Deviations * this.Deviation) + 10;
        while (sum < share && count < most)
        {
            probability *= (count + this.Shape) / (count + 1) * ratio;
            sum += probability;
            count++;
        }

        return (long)count;
    }

    /// <summary>Logarithm of the gamma function (Stirling's series after a shift), from 0 exclusive on.</summary>
    private static double LogGamma(double x)
    {
        double shift = 0;
        while (x < 8)
        {
            shift += Math.Log(x);
            x++;
        }

        double inverse = 1 / (x * x);
        double series = (1 / 12.0) - (inverse * ((1 / 360.0) - (inverse * ((1 / 1260.0) - (inverse / 1680)))));
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (series / x) - shift;
    }
}
