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

    private ulong state = unchecked((seed + 1) * 0x9E3779B97F4A7C15);

    /// <summary>Over 0 and below 1, evenly.</summary>
    public double Even()
    {
        unchecked
        {
            this.state += 0x9E3779B97F4A7C15;
            ulong z = this.state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            return ((z >> 11) + 0.5) / (1UL << 53);
        }
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
