namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// Learns while running how far off expectations are, in seconds, from what was known when they were made: a linear regression
/// for the median (each error counts by the inverse of its size), with a ridge that holds it at nothing until there is evidence,
/// over the last some ten thousand arrivals. Its corrections count only as far as they have lately made errors smaller than
/// no correction would have; a city in which they do not has none.
/// </summary>
internal sealed class HorizonCorrection
{
    private const int Count = HorizonFeatures.Count;

    /// <summary>Arrivals between two solutions.</summary>
    private const int SolveEvery = 64;

    /// <summary>Arrivals after which what was learned counts e times less.</summary>
    private const double Memory = 30_000;

    /// <summary>Arrivals after which the comparison with no correction counts e times less.</summary>
    private const double TrustMemory = 3000;

    /// <summary>Arrivals before the first correction.</summary>
    private const double LeastArrivals = 500;

    /// <summary>Errors smaller than this count as this, seconds; larger ones than <see cref="LargestError"/> as that.</summary>
    private const double SmallestError = 15;

    private const double LargestError = 1200;

    /// <summary>What "no correction" counts for, by feature: 10 is some 1,000 arrivals with errors of 100 s.</summary>
    private const double Ridge = 10;

    /// <summary>The saving, as a share of the errors, at which corrections count whole.</summary>
    private const double FullTrustSaving = 0.01;

    private readonly double[] products = new double[Count * Count];
    private readonly double[] targets = new double[Count];
    private readonly double[] weights = new double[Count];
    private readonly double[] factor = new double[Count * Count];
    private readonly double[] trial = new double[Count];
    private double arrivals;
    private double plainLoss;
    private double correctedLoss;
    private int sinceSolved;

    /// <summary>How far corrections count, [0, 1].</summary>
    public double Trust => this.arrivals < LeastArrivals || this.plainLoss <= 0
        ? 0
        : Math.Clamp((this.plainLoss - this.correctedLoss) / (FullTrustSaving * this.plainLoss), 0, 1);

    /// <summary>What the regression says, whatever the trust; bounded.</summary>
    /// <param name="x">The features.</param>
    /// <param name="ahead">Seconds ahead of the plain expectation.</param>
    /// <returns>Seconds to add.</returns>
    public double Propose(ReadOnlySpan<double> x, double ahead)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            sum += this.weights[i] * x[i];
        }

        double most = 60 + (0.3 * Math.Max(0, ahead));
        return Math.Clamp(sum, -most, most);
    }

    /// <summary>Learns from an arrival.</summary>
    /// <param name="x">The features when it was expected.</param>
    /// <param name="error">Seconds it came later than expected without correction.</param>
    /// <param name="proposed">What was proposed then.</param>
    /// <param name="weight">How much it counts, 1 as a rule.</param>
    public void Learn(ReadOnlySpan<float> x, double error, double proposed, double weight)
    {
        double bounded = Math.Clamp(error, -LargestError, LargestError);
        double fade = weight / TrustMemory;
        this.plainLoss += fade * (Math.Abs(bounded) - this.plainLoss);
        this.correctedLoss += fade * (Math.Abs(bounded - proposed) - this.correctedLoss);
        double fitted = 0;
        for (int i = 0; i < Count; i++)
        {
            fitted += this.weights[i] * x[i];
        }

        double share = weight / Math.Max(SmallestError, Math.Abs(bounded - fitted));
        for (int i = 0; i < Count; i++)
        {
            double scaled = share * x[i];
            this.targets[i] += scaled * bounded;
            for (int j = 0; j <= i; j++)
            {
                this.products[(i * Count) + j] += scaled * x[j];
            }
        }

        this.arrivals++;
        if (++this.sinceSolved >= SolveEvery)
        {
            this.sinceSolved = 0;
            this.Solve();
            this.Fade();
        }
    }

    private void Fade()
    {
        double keep = Math.Exp(-SolveEvery / Memory);
        for (int i = 0; i < Count; i++)
        {
            this.targets[i] *= keep;
        }

        for (int i = 0; i < this.products.Length; i++)
        {
            this.products[i] *= keep;
        }
    }

    /// <summary>Cholesky; with the ridge the matrix is positive definite whatever came.</summary>
    private void Solve()
    {
        double[] l = this.factor;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = this.products[(i * Count) + j] + (i == j ? Ridge : 0);
                for (int k = 0; k < j; k++)
                {
                    sum -= l[(i * Count) + k] * l[(j * Count) + k];
                }

                l[(i * Count) + j] = i == j ? Math.Sqrt(Math.Max(sum, Ridge * 1e-6)) : sum / l[(j * Count) + j];
            }
        }

        for (int i = 0; i < Count; i++)
        {
            double sum = this.targets[i];
            for (int k = 0; k < i; k++)
            {
                sum -= l[(i * Count) + k] * this.trial[k];
            }

            this.trial[i] = sum / l[(i * Count) + i];
        }

        for (int i = Count - 1; i >= 0; i--)
        {
            double sum = this.trial[i];
            for (int k = i + 1; k < Count; k++)
            {
                sum -= l[(k * Count) + i] * this.weights[k];
            }

            this.weights[i] = sum / l[(i * Count) + i];
        }
    }
}
