namespace TransitHub.Core.Scoring;

/// <summary>
/// How often the 80 % interval (quantiles .1 to .9, ends included) held the arrival and how wide it was, and how often the arrival came by
/// each quantile, which ought to be the quantile's own share.
/// </summary>
public sealed class IntervalCoverage
{
    private readonly ShareTally[] covered = new ShareTally[HorizonBins.Count];
    private readonly double[] widths = new double[HorizonBins.Count];
    private readonly ShareTally[][] reached = [.. Levels.Select(_ => new ShareTally[HorizonBins.Count])];

    /// <summary>The quantiles.</summary>
    public static IReadOnlyList<double> Levels { get; } = [0.1, 0.25, 0.5, 0.75, 0.9];

    /// <summary>Share of all arrivals in their interval.</summary>
    public ShareTally All => ShareTally.Sum(this.covered);

    /// <summary>Mean width of all intervals, seconds; NaN without any.</summary>
    public double MeanWidthSeconds => this.widths.Sum() / this.All.All;

    /// <summary>Share of one of <see cref="HorizonBins"/>.</summary>
    public ShareTally Bin(int bin) => this.covered[bin];

    /// <summary>Mean width in one of <see cref="HorizonBins"/>, seconds.</summary>
    public double MeanWidthSecondsOf(int bin) => this.widths[bin] / this.covered[bin].All;

    /// <summary>Share of arrivals not later than a quantile.</summary>
    /// <param name="level">Index in <see cref="Levels"/>.</param>
    public ShareTally Reached(int level) => ShareTally.Sum(this.reached[level]);

    /// <summary>Share of arrivals not later than a quantile, in one of <see cref="HorizonBins"/>.</summary>
    public ShareTally Reached(int level, int bin) => this.reached[level][bin];

    /// <summary>Counts a prediction; without quantiles nothing.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        if (outcome.Quantiles is not { } quantiles)
        {
            return;
        }

        int bin = HorizonBins.IndexOf(outcome.ActualAhead);
        double actual = outcome.Actual - outcome.Origin;
        this.covered[bin].Add(actual >= quantiles.P10 && actual <= quantiles.P90);
        this.widths[bin] += quantiles.P90 - quantiles.P10;
        this.reached[0][bin].Add(actual <= quantiles.P10);
        this.reached[1][bin].Add(actual <= quantiles.P25);
        this.reached[2][bin].Add(actual <= quantiles.P50);
        this.reached[3][bin].Add(actual <= quantiles.P75);
        this.reached[4][bin].Add(actual <= quantiles.P90);
    }
}
