namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// The tidal current on one reach of water, from the speeds of boats both ways: least squares with a mean speed for each way, sines and
/// cosines of the half-daily and the daily tide (M2, K1), whose sign turns with the way, and a ridge that holds the tides at nothing until
/// there is evidence.
/// </summary>
internal sealed class TideReach
{
    /// <summary>Periods, seconds: 12.42 and 23.93 hours. A day's boats cannot tell S2 and O1 from them.</summary>
    private const double HalfDaily = 12.4206012 * 3600;

    private const double Daily = 23.9344721 * 3600;

    /// <summary>Means of both ways, then sine and cosine of each tide.</summary>
    private const int Count = 6;

    /// <summary>What "no tide" counts for, boats.</summary>
    private const double Ridge = 8;

    /// <summary>Share of what was known that one boat leaves: some hundreds count.</summary>
    private const double Keep = 0.999;

    /// <summary>A boat may be so much faster or slower than expected, m/s; beyond that it counts as that.</summary>
    private const double MostSurprise = 2;

    /// <summary>Boats before the current counts.</summary>
    private const int LeastBoats = 20;

    /// <summary>Time constant of the mean speed that is compared with, seconds.</summary>
    private const double PlainSeconds = 4 * 3600;

    /// <summary>Boats after which a comparison counts e times less.</summary>
    private const double TrustMemory = 100;

    /// <summary>Savings, as a share of the errors, up to which the current does not count, which chance can bring, and from which it counts whole.</summary>
    private const double NoSaving = 0.03;

    private const double FullSaving = 0.13;

    private readonly double[] products = new double[Count * Count];
    private readonly double[] targets = new double[Count];
    private readonly double[] weights = new double[Count];
    private readonly double[] factor = new double[Count * Count];
    private readonly (double At, double Weight, double Mean)[] plain = new (double, double, double)[2];
    private double plainLoss;
    private double tideLoss;
    private double comparisons;

    /// <summary>Boats learned from.</summary>
    public int Boats { get; private set; }

    /// <summary>
    /// How far the current counts, [0, 1]: as far as, boat by boat before it was learned from, it lately made better guesses than the mean speed of the
    /// last hours.
    /// </summary>
    public double Trust => this.Boats < LeastBoats || this.plainLoss <= 0
        ? 0
        : Math.Clamp((1 - (this.tideLoss / this.plainLoss) - NoSaving) / (FullSaving - NoSaving), 0, 1);

    /// <summary>The current along the way, m/s; negative: against it.</summary>
    /// <param name="isBack">The way: false from the one end, true from the other.</param>
    /// <param name="at">The moment, Unix seconds.</param>
    public double Current(bool isBack, double at)
    {
        Span<double> x = stackalloc double[Count];
        Fill(x, isBack, at);
        double sum = 0;
        for (int i = 2; i < Count; i++)
        {
            sum += this.weights[i] * x[i];
        }

        return sum;
    }

    /// <summary>Learns from a boat.</summary>
    /// <param name="isBack">The way.</param>
    /// <param name="at">When it came to the end of the reach, Unix seconds.</param>
    /// <param name="speed">Over ground, m/s.</param>
    public void Learn(bool isBack, double at, double speed)
    {
        Span<double> x = stackalloc double[Count];
        Fill(x, isBack, at);
        int mean = isBack ? 1 : 0;
        double bounded = speed;
        if (this.products[(mean * Count) + mean] > 1)
        {
            double expected = this.weights[mean] + this.Current(isBack, at);
            bounded = Math.Clamp(speed, expected - MostSurprise, expected + MostSurprise);
        }

        this.Compare(isBack, at, bounded);
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                this.products[(i * Count) + j] = (this.products[(i * Count) + j] * Keep) + (x[i] * x[j]);
            }

            this.targets[i] = (this.targets[i] * Keep) + (x[i] * bounded);
        }

        this.Boats++;
        this.Solve();
    }

    /// <summary>Whether the current would have made a better guess than none.</summary>
    private void Compare(bool isBack, double at, double speed)
    {
        ref (double At, double Weight, double Mean) mean = ref this.plain[isBack ? 1 : 0];
        if (mean.Weight > 0 && this.Boats >= LeastBoats / 2)
        {
            double fade = 1 / Math.Min(TrustMemory, ++this.comparisons);
            this.plainLoss += fade * (Math.Abs(speed - mean.Mean) - this.plainLoss);
            this.tideLoss += fade * (Math.Abs(speed - this.weights[isBack ? 1 : 0] - this.Current(isBack, at)) - this.tideLoss);
        }

        double weight = (mean.Weight * Math.Exp(-(at - mean.At) / PlainSeconds)) + 1;
        mean = (at, weight, mean.Mean + ((speed - mean.Mean) / weight));
    }

    /// <summary>Writes all that was learned, always as many bytes.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(this.Boats);
        Array.ForEach(this.products, writer.Write);
        Array.ForEach(this.targets, writer.Write);
        foreach ((double at, double weight, double mean) in this.plain)
        {
            writer.Write(at);
            writer.Write(weight);
            writer.Write(mean);
        }

        writer.Write(this.plainLoss);
        writer.Write(this.tideLoss);
        writer.Write(this.comparisons);
    }

    /// <summary>Takes over what <see cref="Write"/> gave.</summary>
    public void Read(BinaryReader reader)
    {
        this.Boats = reader.ReadInt32();
        for (int i = 0; i < this.products.Length; i++)
        {
            this.products[i] = reader.ReadDouble();
        }

        for (int i = 0; i < this.targets.Length; i++)
        {
            this.targets[i] = reader.ReadDouble();
        }

        for (int i = 0; i < this.plain.Length; i++)
        {
            this.plain[i] = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        }

        this.plainLoss = reader.ReadDouble();
        this.tideLoss = reader.ReadDouble();
        this.comparisons = reader.ReadDouble();
        this.Solve();
    }

    private static void Fill(Span<double> x, bool isBack, double at)
    {
        double sign = isBack ? -1 : 1;
        (double sin, double cos) = Math.SinCos(Math.Tau * (at % HalfDaily / HalfDaily));
        (double sinDaily, double cosDaily) = Math.SinCos(Math.Tau * (at % Daily / Daily));
        x[0] = isBack ? 0 : 1;
        x[1] = isBack ? 1 : 0;
        x[2] = sign * sin;
        x[3] = sign * cos;
        x[4] = sign * sinDaily;
        x[5] = sign * cosDaily;
    }

    /// <summary>Cholesky's factor, then forward and back.</summary>
    private void Solve()
    {
        double[] l = this.factor;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = this.products[(i * Count) + j] + (i == j ? (i < 2 ? 1e-6 : Ridge) : 0);
                for (int k = 0; k < j; k++)
                {
                    sum -= l[(i * Count) + k] * l[(j * Count) + k];
                }

                l[(i * Count) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-9)) : sum / l[(j * Count) + j];
            }
        }

        double[] w = this.weights;
        for (int i = 0; i < Count; i++)
        {
            double sum = this.targets[i];
            for (int k = 0; k < i; k++)
            {
                sum -= l[(i * Count) + k] * w[k];
            }

            w[i] = sum / l[(i * Count) + i];
        }

        for (int i = Count - 1; i >= 0; i--)
        {
            double sum = w[i];
            for (int k = i + 1; k < Count; k++)
            {
                sum -= l[(k * Count) + i] * w[k];
            }

            w[i] = sum / l[(i * Count) + i];
        }
    }
}
