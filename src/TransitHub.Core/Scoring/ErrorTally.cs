namespace TransitHub.Core.Scoring;

/// <summary>Running sums of e: MAE, RMSE, bias, MAPE.</summary>
public struct ErrorTally
{
    /// <summary>MAPE leaves out what is nearer than this, seconds: a share of nothing is no measure.</summary>
    private const double NearestForShare = 60;

    private double absolute;
    private double squared;
    private double signed;
    private double relative;
    private long relativeCount;

    /// <summary>Predictions counted.</summary>
    public long Count { get; private set; }

    /// <summary>Mean of |e|, seconds; NaN of nothing.</summary>
    public readonly double Mae => this.absolute / this.Count;

    /// <summary>Root of the mean of e², seconds.</summary>
    public readonly double Rmse => Math.Sqrt(this.squared / this.Count);

    /// <summary>Mean of e, seconds; positive: vehicles came later than told.</summary>
    public readonly double Bias => this.signed / this.Count;

    /// <summary>Mean of |e| / h_a in percent, where h_a is at least 60 s.</summary>
    public readonly double MapePercent => 100 * this.relative / this.relativeCount;

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        double error = outcome.Error;
        this.Count++;
        this.absolute += Math.Abs(error);
        this.squared += error * error;
        this.signed += error;
        if (outcome.ActualAhead >= NearestForShare)
        {
            this.relative += Math.Abs(error) / outcome.ActualAhead;
            this.relativeCount++;
        }
    }

    /// <summary>Counts all of another tally.</summary>
    public void Add(in ErrorTally other)
    {
        this.Count += other.Count;
        this.absolute += other.absolute;
        this.squared += other.squared;
        this.signed += other.signed;
        this.relative += other.relative;
        this.relativeCount += other.relativeCount;
    }
}
