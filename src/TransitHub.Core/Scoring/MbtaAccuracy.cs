namespace TransitHub.Core.Scoring;

/// <summary>
/// The accuracy of mbta/prediction_analyzer: binned by the <em>predicted</em> time ahead, only predictions that are still in the
/// future, bounds exclusive; pooled = all accurate ones of all. A missing prediction is inaccurate in the bin of the actual time
/// ahead, since it has no other.
/// </summary>
public sealed class MbtaAccuracy
{
    private static readonly AcceptedSpan[] Spans =
        [new(0, 180, -60, 60), new(180, 360, -90, 120), new(360, 720, -150, 210), new(720, 1800, -240, 360)];

    private readonly ShareTally[] bins = new ShareTally[Spans.Length];

    /// <summary>Names of the bins, in minutes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["0-3", "3-6", "6-12", "12-30"];

    /// <summary>Of all bins together.</summary>
    public ShareTally Pooled => ShareTally.Sum(this.bins);

    /// <summary>Of one bin of <see cref="Names"/>.</summary>
    public ShareTally Bin(int index) => this.bins[index];

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        int bin = outcome.PredictedAhead > 0 ? AcceptedSpan.IndexOf(Spans, outcome.PredictedAhead) : -1;
        if (bin >= 0)
        {
            this.bins[bin].Add(IsAccurate(bin, outcome.Error));
        }
    }

    /// <summary>Counts a prediction that was not there.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    public void AddMissing(double actualAhead)
    {
        int bin = AcceptedSpan.IndexOf(Spans, actualAhead);
        if (bin >= 0)
        {
            this.bins[bin].Add(isGood: false);
        }
    }

    /// <summary>Whether an error is accepted in a bin; -1, no bin, accepts none.</summary>
    public static bool IsAccurate(int bin, double error) => bin >= 0 && error > Spans[bin].Earliest && error < Spans[bin].Latest;
}
