namespace TransitHub.Core.Scoring;

/// <summary>
/// Cal-ITP's reliable prediction: with t minutes to the arrival, t ≤ 30, e lies between −60·ln(t + 1.3) and 60·ln(t + 1.5) s,
/// both exclusive.
/// </summary>
public sealed class CalItpReliability
{
    private const double FarthestSeconds = 1800;

    private readonly ShareTally[] bins = new ShareTally[HorizonBins.Count];

    /// <summary>Of all predictions up to 30 minutes ahead.</summary>
    public ShareTally All => ShareTally.Sum(this.bins);

    /// <summary>Of one of <see cref="HorizonBins"/>.</summary>
    public ShareTally Bin(int index) => this.bins[index];

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome) => this.Add(outcome.ActualAhead, IsReliable(outcome.ActualAhead / 60, outcome.Error));

    /// <summary>Counts a prediction that was not there.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    public void AddMissing(double actualAhead) => this.Add(actualAhead, isReliable: false);

    private static bool IsReliable(double minutes, double error) =>
        error > -60 * Math.Log(minutes + 1.3) && error < 60 * Math.Log(minutes + 1.5);

    private void Add(double actualAhead, bool isReliable)
    {
        if (actualAhead <= FarthestSeconds)
        {
            this.bins[HorizonBins.IndexOf(actualAhead)].Add(isReliable);
        }
    }
}
