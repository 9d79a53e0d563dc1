namespace TransitHub.Core.Fusion.Prediction;

/// <summary>
/// How wrong expectations turn out to be, learned while running: for each span of time ahead the
/// quantiles of (arrival - expected) in expected standard deviations. Each fact moves each quantile a
/// little, up where it lay below the fact and down where above, so that in the long run a share q of
/// the facts lies below the quantile q, whatever the errors' shape. Starts from the normal distribution.
/// </summary>
internal sealed class ErrorQuantiles
{
    /// <summary>How far one fact moves a quantile, standard deviations: slow enough to be steady, quick enough to follow a day.</summary>
    private const double Step = 0.02;

    private const double MaxScore = 6;

    /// <summary>The first span with <see cref="FarLevels"/>.</summary>
    private const int FarBin = 5;

    /// <summary>
    /// The outer two a little wider than the 10 and 90 % they stand for: arrivals that never become sharp facts are seldom punctual.
    /// At 10 and 90 % the interval covered 78.0 % in Auckland and 79.9 % in Washington, at 9 and 92 % 80.8 and 82.0 %.
    /// </summary>
    private static readonly double[] Levels = [0.095, 0.25, 0.5, 0.75, 0.915];

    /// <summary>
    /// The same from twenty minutes ahead, wider: whoever comes much later than told is ahead for longer and so is counted more often.
    /// </summary>
    private static readonly double[] FarLevels = [0.088, 0.25, 0.5, 0.75, 0.932];

    /// <summary>Wider still, for runs that only cameras see: one that comes at an odd time is often not recognized, and then teaches nothing.</summary>
    private static readonly double[] SightedLevels = [0.065, 0.25, 0.5, 0.75, 0.945];

    private static readonly double[] Normal = [-1.2816, -0.6745, 0, 0.6745, 1.2816];

    /// <summary>Ends of the spans of time ahead, seconds.</summary>
    private static readonly double[] BinEnds = [180, 360, 600, 900, 1200, 1800, 2700, double.MaxValue];

    private readonly double[][] scores = [.. BinEnds.Select(_ => (double[])Normal.Clone())];
    private readonly PublishedLevel published;
    private readonly double[] levels;
    private readonly double[] farLevels;

    public ErrorQuantiles(PublishedLevel published, bool isSighted = false)
    {
        this.published = published;
        this.levels = isSighted ? SightedLevels : Levels;
        this.farLevels = isSighted ? SightedLevels : FarLevels;
    }

    /// <summary>Learns from an arrival.</summary>
    /// <param name="ahead">Seconds from the moment of the expectation to the expected arrival.</param>
    /// <param name="score">(arrival - expected) / standard deviation.</param>
    /// <param name="weight">How much it counts, 1 as a rule.</param>
    public void Learn(double ahead, double score, double weight)
    {
        int place = BinOf(ahead);
        double[] bin = this.scores[place];
        double[] own = place >= FarBin ? this.farLevels : this.levels;
        double bounded = Math.Clamp(score, -MaxScore, MaxScore);
        for (int i = 0; i < bin.Length; i++)
        {
            bin[i] += Step * weight * (bounded > bin[i] ? own[i] : own[i] - 1);
        }

        Array.Sort(bin);
    }

    /// <summary>Quantiles of the arrival in standard deviations from what was expected: five fixed ones and the published one.</summary>
    /// <param name="ahead">Seconds ahead.</param>
    /// <param name="quantiles">Takes 10, 25, 50, 75 and 90 %, then the published one.</param>
    public void Read(double ahead, Span<double> quantiles)
    {
        // Between the middles of two spans the quantiles change evenly, so that they do not jump as time goes by.
        int bin = BinOf(ahead);
        double middle = MiddleOf(bin);
        int other = ahead < middle ? Math.Max(0, bin - 1) : Math.Min(BinEnds.Length - 1, bin + 1);
        double share = other == bin ? 0 : Math.Clamp((ahead - middle) / (MiddleOf(other) - middle), 0, 1);
        for (int i = 0; i < Levels.Length; i++)
        {
            quantiles[i] = this.scores[bin][i] + (share * (this.scores[other][i] - this.scores[bin][i]));
        }

        quantiles[Levels.Length] = Between(quantiles, this.published.At(ahead));
    }

    private static double Between(ReadOnlySpan<double> quantiles, double level)
    {
        int upper = 1;
        while (upper < Levels.Length - 1 && level > Levels[upper])
        {
            upper++;
        }

        double share = (level - Levels[upper - 1]) / (Levels[upper] - Levels[upper - 1]);
        return quantiles[upper - 1] + (share * (quantiles[upper] - quantiles[upper - 1]));
    }

    private static double MiddleOf(int bin) =>
        bin == BinEnds.Length - 1 ? 3300 : ((bin == 0 ? 0 : BinEnds[bin - 1]) + BinEnds[bin]) / 2;

    private static int BinOf(double ahead)
    {
        int bin = 0;
        while (ahead >= BinEnds[bin])
        {
            bin++;
        }

        return bin;
    }
}
