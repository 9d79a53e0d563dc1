using TransitHub.Core.Scoring;

namespace TransitHub.Training.Shading;

/// <summary>
/// Learns from the predictions of one method before the test window how far to shift its times, for each span of predicted time ahead.
/// Keeps counts of errors, not rows.
/// </summary>
internal sealed class ShadingFit
{
    private const int BucketSeconds = 5;
    private const int MostSeconds = 1800;
    private const int Buckets = (2 * MostSeconds / BucketSeconds) + 1;

    /// <summary>Shifts that are tried reach so far to both sides, seconds.</summary>
    private const int MostShift = 600;

    /// <summary>With fewer predictions in a span than this nothing is shifted there.</summary>
    private const int LeastCount = 200;

    /// <summary>Errors by span of predicted time ahead, by bin of the ETA benchmark (the last: none), in buckets.</summary>
    private readonly int[,,] counts = new int[ShadingBins.Count, EtaBenchmark.BinCount + 1, Buckets];

    /// <summary>Predictions learned from.</summary>
    public long Count { get; private set; }

    /// <summary>Takes a prediction from before the test window.</summary>
    public void Learn(in PredictionOutcome outcome)
    {
        int eta = EtaBenchmark.IndexOf(outcome.ActualAhead);
        this.counts[ShadingBins.IndexOf(outcome.PredictedAhead), eta < 0 ? EtaBenchmark.BinCount : eta, BucketOf(outcome.Error)]++;
        this.Count++;
    }

    /// <summary>The shift that makes the mean of |e| least: the median error of each span.</summary>
    public double[] Centered()
    {
        double[] shifts = new double[ShadingBins.Count];
        for (int bin = 0; bin < shifts.Length; bin++)
        {
            long half = this.CountOf(bin) / 2;
            long below = 0;
            int bucket = 0;
            while (half * 2 >= LeastCount && bucket < Buckets - 1 && (below += this.CountOf(bin, bucket)) <= half)
            {
                bucket++;
            }

            shifts[bin] = half * 2 >= LeastCount ? ErrorOf(bucket) : 0;
        }

        return shifts;
    }

    /// <summary>The shift that makes the sum of ETA benchmark and pooled MBTA accuracy best, each as far as this span has a part in it.</summary>
    public double[] Best()
    {
        double[] shifts = new double[ShadingBins.Count];
        double[] etaWeights = [.. Enumerable.Range(0, EtaBenchmark.BinCount).Select(eta => 1.0 / Math.Max(1, this.CountOfEta(eta)) / EtaBenchmark.BinCount)];
        double mbtaWeight = 1.0 / Math.Max(1, this.Count);
        for (int bin = 0; bin < shifts.Length; bin++)
        {
            double best = double.NegativeInfinity;
            for (int step = 0; this.CountOf(bin) >= LeastCount && step <= 2 * MostShift / BucketSeconds; step++)
            {
                // From no shift outward, so that of equal ones the least is taken.
                int shift = ((step + 1) / 2) * (step % 2 == 0 ? BucketSeconds : -BucketSeconds);
                double value = this.Value(bin, shift, etaWeights, mbtaWeight);
                if (value > best + 1e-12)
                {
                    (best, shifts[bin]) = (value, shift);
                }
            }
        }

        return shifts;
    }

    private double Value(int bin, int shift, double[] etaWeights, double mbtaWeight)
    {
        double value = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            // A later predicted time makes the error smaller by as much.
            double error = ErrorOf(bucket) - shift;
            int all = 0;
            for (int eta = 0; eta <= EtaBenchmark.BinCount; eta++)
            {
                int count = this.counts[bin, eta, bucket];
                all += count;
                value += count > 0 && eta < EtaBenchmark.BinCount && EtaBenchmark.IsAccurate(eta, error) ? count * etaWeights[eta] : 0;
            }

            value += all > 0 && MbtaAccuracy.IsAccurate(MbtaBinOf(bin), error) ? all * mbtaWeight : 0;
        }

        return value;
    }

    private static int MbtaBinOf(int bin) => bin switch { < 2 => 0, < 4 => 1, < 7 => 2, < 11 => 3, _ => -1 };

    private static int BucketOf(double error) =>
        (int)Math.Round(Math.Clamp(error, -MostSeconds, MostSeconds) / BucketSeconds) + (MostSeconds / BucketSeconds);

    private static double ErrorOf(int bucket) => (bucket * BucketSeconds) - MostSeconds;

    private long CountOf(int bin)
    {
        long sum = 0;
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            sum += this.CountOf(bin, bucket);
        }

        return sum;
    }

    private long CountOf(int bin, int bucket)
    {
        long sum = 0;
        for (int eta = 0; eta <= EtaBenchmark.BinCount; eta++)
        {
            sum += this.counts[bin, eta, bucket];
        }

        return sum;
    }

    private long CountOfEta(int eta)
    {
        long sum = 0;
        for (int bin = 0; bin < ShadingBins.Count; bin++)
        {
            for (int bucket = 0; bucket < Buckets; bucket++)
            {
                sum += this.counts[bin, eta, bucket];
            }
        }

        return sum;
    }
}
