namespace TransitHub.Core.Scoring;

/// <summary>The share of riders who come at the predicted time and catch the vehicle: e ≥ 0. Who was told nothing catches nothing.</summary>
public sealed class CatchLikelihood
{
    private readonly ShareTally[] bins = new ShareTally[HorizonBins.Count];

    /// <summary>Of all predictions.</summary>
    public ShareTally All => ShareTally.Sum(this.bins);

    /// <summary>Of one of <see cref="HorizonBins"/>.</summary>
    public ShareTally Bin(int index) => this.bins[index];

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome) => this.bins[HorizonBins.IndexOf(outcome.ActualAhead)].Add(outcome.Error >= 0);

    /// <summary>Counts a prediction that was not there.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    public void AddMissing(double actualAhead) => this.bins[HorizonBins.IndexOf(actualAhead)].Add(isGood: false);
}
