using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Scoring;

/// <summary>Mean pinball loss over the quantiles .1 .25 .5 .75 .9, seconds: how good the whole distribution is.</summary>
public sealed class PinballLoss
{
    private readonly double[] sums = new double[HorizonBins.Count];
    private readonly long[] counts = new long[HorizonBins.Count];

    /// <summary>Of all predictions with quantiles; NaN without any.</summary>
    public double Mean => this.sums.Sum() / this.counts.Sum();

    /// <summary>Of one of <see cref="HorizonBins"/>.</summary>
    public double MeanOf(int bin) => this.sums[bin] / this.counts[bin];

    /// <summary>Counts a prediction; without quantiles nothing.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        if (outcome.Quantiles is not { } quantiles)
        {
            return;
        }

        int bin = HorizonBins.IndexOf(outcome.ActualAhead);
        this.sums[bin] += Of(quantiles, outcome.Actual - outcome.Origin);
        this.counts[bin]++;
    }

    private static double Of(in ArrivalQuantiles quantiles, double actual) =>
        (Of(.1, actual - quantiles.P10) + Of(.25, actual - quantiles.P25) + Of(.5, actual - quantiles.P50)
            + Of(.75, actual - quantiles.P75) + Of(.9, actual - quantiles.P90)) / 5;

    private static double Of(double level, double above) => above >= 0 ? level * above : (level - 1) * above;
}
