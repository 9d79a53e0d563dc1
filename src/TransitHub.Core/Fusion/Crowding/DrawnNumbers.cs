using TransitHub.Core.Numerics;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>
/// Numbers that are spread like chance and are always the same (SplitMix64 over a count): a forecast that is worked out anew differs from the last one by what
/// is new, not by luck.
/// </summary>
/// <param name="seed">Tells the sequence.</param>
internal struct DrawnNumbers(ulong seed)
{
    private const double MostByCount = 40;

    private ulong state = unchecked((seed + 1) * SplitMix64.Step);

    /// <summary>Over 0 and below 1, evenly.</summary>
    public double Even()
    {
        this.state = unchecked(this.state + SplitMix64.Step);
        return ((SplitMix64.Finish(this.state) >> 11) + 0.5) / (1UL << 53);
    }

    /// <summary>Standard normal.</summary>
    public double Normal() => NormalMath.Quantile(this.Even());

    /// <summary>How many come where so many are expected (Poisson).</summary>
    public double Arrivals(double mean)
    {
        double share = this.Even();
        if (mean <= 0)
        {
            return 0;
        }

        if (mean > MostByCount)
        {
            return Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * NormalMath.Quantile(share))));
        }

        double probability = Math.Exp(-mean);
        double sum = probability;
        int count = 0;
        while (sum < share && count < 10 * MostByCount)
        {
            count++;
            probability *= mean / count;
            sum += probability;
        }

        return count;
    }
}
