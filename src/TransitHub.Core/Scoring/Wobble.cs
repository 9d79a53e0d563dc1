namespace TransitHub.Core.Scoring;

/// <summary>Mean change of the predicted time per minute, seconds, from one sample to the next of the same run and stop.</summary>
public sealed class Wobble
{
    private double moved;
    private long moves;

    /// <summary>The mean; NaN of nothing.</summary>
    public double Seconds => this.moved / this.moves;

    /// <summary>Counts a step.</summary>
    /// <param name="former">The predicted time one sample ago.</param>
    /// <param name="predicted">The predicted time now.</param>
    /// <param name="everySeconds">Seconds between the two samples.</param>
    public void Add(double former, double predicted, int everySeconds)
    {
        this.moved += Math.Abs(predicted - former) * 60 / everySeconds;
        this.moves++;
    }
}
