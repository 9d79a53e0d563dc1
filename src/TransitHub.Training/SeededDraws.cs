namespace TransitHub.Training;

/// <summary>A stream of chance (SplitMix64) that is the same on every machine and for every subject its own.</summary>
public struct SeededDraws
{
    private ulong state;

    /// <summary>The stream of one subject.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="subject">What it is for.</param>
    /// <param name="instance">Which one of these.</param>
    public SeededDraws(ulong seed, ulong subject, ulong instance)
    {
        unchecked
        {
            this.state = Scramble(Scramble(seed + 0x9E3779B97F4A7C15UL) ^ (subject * 0xD6E8FEB86659FD93UL)) ^ Scramble(instance * 0xA0761D6478BD642FUL);
        }
    }

    /// <summary>A number for a text that is the same in every process.</summary>
    public static ulong Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ulong hash = 14695981039346656037UL;
        foreach (char c in text)
        {
            unchecked
            {
                hash = (hash ^ c) * 1099511628211UL;
            }
        }

        return hash;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        unchecked
        {
            this.state += 0x9E3779B97F4A7C15UL;
            return (Scramble(this.state) >> 11) * (1.0 / (1UL << 53));
        }
    }

    /// <summary>One of the numbers 0 to <paramref name="count"/> - 1.</summary>
    public int Pick(int count) => (int)(this.Next() * count);

    /// <summary>Standard normal.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - this.Next())) * Math.Cos(2 * Math.PI * this.Next());

    private static ulong Scramble(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
