using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Scoring;

/// <summary>One prediction beside what came of it. All times are Unix seconds.</summary>
/// <param name="Now">When it was made.</param>
/// <param name="Actual">The true arrival, later than <paramref name="Now"/>.</param>
/// <param name="Predicted">The predicted arrival.</param>
/// <param name="Quantiles">Quantiles of the arrival counted from <paramref name="Origin"/>; null: the method has none.</param>
/// <param name="Origin">Where the quantiles count from.</param>
public readonly record struct PredictionOutcome(double Now, double Actual, double Predicted, ArrivalQuantiles? Quantiles = null, double Origin = 0)
{
    /// <summary>e = actual − predicted, seconds; positive: the vehicle came later than told, so the rider catches it.</summary>
    public double Error => this.Actual - this.Predicted;

    /// <summary>h_a = actual − now, seconds.</summary>
    public double ActualAhead => this.Actual - this.Now;

    /// <summary>h_p = predicted − now, seconds.</summary>
    public double PredictedAhead => this.Predicted - this.Now;
}
