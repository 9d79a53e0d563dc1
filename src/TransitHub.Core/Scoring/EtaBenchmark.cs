namespace TransitHub.Core.Scoring;

/// <summary>
/// The benchmark of TransitApp/ETA-Accuracy-Benchmark: binned by the actual time ahead, bounds inclusive, the plain mean of four
/// percentages. It can be gamed by predicting early, so it never stands alone.
/// </summary>
public sealed class EtaBenchmark
{
    private static readonly AcceptedSpan[] Spans =
        [new(0, 180, -30, 90), new(180, 360, -60, 150), new(360, 600, -60, 210), new(600, 900, -90, 270)];

    private readonly ShareTally[] bins = new ShareTally[Spans.Length];

    /// <summary>Names of the bins, in minutes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["0-3", "3-6", "6-10", "10-15"];

    /// <summary>Plain mean of the bins' percentages; NaN while one is empty.</summary>
    public double Percent => (this.bins[0].Percent + this.bins[1].Percent + this.bins[2].Percent + this.bins[3].Percent) / 4;

    /// <summary>Number of bins.</summary>
    public static int BinCount => Spans.Length;

    /// <summary>Of one bin of <see cref="Names"/>.</summary>
    public ShareTally Bin(int index) => this.bins[index];

    /// <summary>Counts a prediction.</summary>
    public void Add(in PredictionOutcome outcome)
    {
        int bin = IndexOf(outcome.ActualAhead);
        if (bin >= 0)
        {
            this.bins[bin].Add(IsAccurate(bin, outcome.Error));
        }
    }

    /// <summary>Counts a prediction that was not there.</summary>
    /// <param name="actualAhead">h_a, seconds.</param>
    public void AddMissing(double actualAhead)
    {
        int bin = IndexOf(actualAhead);
        if (bin >= 0)
        {
            this.bins[bin].Add(isGood: false);
        }
    }

    /// <summary>The bin of an actual time ahead; -1: none.</summary>
    public static int IndexOf(double actualAhead) => AcceptedSpan.IndexOf(Spans, actualAhead);

    /// <summary>Whether an error is accepted in a bin.</summary>
    public static bool IsAccurate(int bin, double error) => error >= Spans[bin].Earliest && error <= Spans[bin].Latest;
}
