using TransitHub.Core.Scoring;

namespace TransitHub.Core.Accuracy;

/// <summary>How good a group of predictions was: of a day, of a route, of an hour.</summary>
public sealed class AccuracyTally
{
    /// <summary>The middle of what was predicted: where MAE, bias, interval and pinball loss are read.</summary>
    public MethodScore Median { get; } = new("median");

    /// <summary>The time that the feeds gave out: where the benchmarks and catch likelihood are read, and availability and ghosts are counted.</summary>
    public MethodScore Published { get; } = new("published");

    internal void Add(double at, double actual, in SampledPrediction? prediction)
    {
        if (prediction is not { } given)
        {
            this.Median.AddMissing(actual - at);
            this.Published.AddMissing(actual - at);
            return;
        }

        this.Median.Add(new PredictionOutcome(at, actual, given.Arrival + given.Quantiles.P50, given.Quantiles, given.Arrival));
        this.Published.Add(new PredictionOutcome(at, actual, given.Arrival, given.Quantiles, given.Arrival));
    }
}
