namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// What chances to fit on a line's vehicles turned out to be worth at a stop, by vehicles that count at their doors: sums from which chances are corrected
/// by a straight line, and drawn to the share that fitted where they have told nothing.
/// </summary>
internal sealed class FitRecord
{
    /// <summary>A chance counts as it is told for as many that were looked at, spread as chances may be.</summary>
    private const double Prior = 5;

    /// <summary>Number of <see cref="Sums"/>.</summary>
    public const int SumCount = 5;

    private const double PriorMean = 0.8;
    private const double PriorVariance = 0.04;

    /// <summary>What other lines of the stop have taught counts for so many chances at most.</summary>
    private const double MostOfOthers = 15;

    /// <summary>Share that remains of what was learned with each chance: some two hundred count.</summary>
    private const double KeepPerChance = 0.995;

    /// <summary>Number of chances, their sum, how many came true, the sum of squares, and the sum of those that came true; fading.</summary>
    public double[] Sums { get; } = new double[SumCount];

    /// <summary>Learns from a chance.</summary>
    /// <param name="told">As it was before it was corrected, 0 to 1.</param>
    /// <param name="fitted">How sure it is that who came then fitted, 0 to 1.</param>
    public void Learn(double told, double fitted)
    {
        ReadOnlySpan<double> added = [1, told, fitted, told * told, told * fitted];
        for (int i = 0; i < this.Sums.Length; i++)
        {
            this.Sums[i] = (KeepPerChance * this.Sums[i]) + added[i];
        }
    }

    /// <summary>A chance as corrected by its line's and its stop's record.</summary>
    /// <param name="lines">The stop's lines.</param>
    /// <param name="line">Place of its line among them.</param>
    /// <param name="told">The chance, 0 to 1.</param>
    public static double Correct(IReadOnlyList<BoardingLine> lines, int line, double told)
    {
        const double square = (PriorMean * PriorMean) + PriorVariance;
        Span<double> sums = [Prior, Prior * PriorMean, Prior * PriorMean, Prior * square, Prior * square];
        double others = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            others += i == line ? 0 : lines[i].Fits.Sums[0];
        }

        double share = others <= MostOfOthers ? 1 : MostOfOthers / others;
        for (int i = 0; i < lines.Count; i++)
        {
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += (i == line ? 1 : share) * lines[i].Fits.Sums[k];
            }
        }

        (double mean, double came) = (sums[1] / sums[0], sums[2] / sums[0]);
        double variance = Math.Max(1e-6, (sums[3] / sums[0]) - (mean * mean));
        double slope = Math.Clamp(((sums[4] / sums[0]) - (mean * came)) / variance, 0, 1.5);
        return Math.Clamp(came + (slope * (told - mean)), 0, 1);
    }
}
