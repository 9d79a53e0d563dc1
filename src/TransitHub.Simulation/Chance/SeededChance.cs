namespace TransitHub.Simulation.Chance;

/// <summary>
/// A stream of chance (SplitMix64) that is the same on every machine. Each thing that has chance of its own (a vehicle's driving,
/// its device, a stop's riders) has its own stream, so that a fault that is switched on in one place moves nothing elsewhere.
/// </summary>
internal struct SeededChance
{
    private ulong state;

    private SeededChance(ulong state) => this.state = state;

    /// <summary>The stream of one thing.</summary>
    public static SeededChance Of(ulong seed, ChanceStream stream, ulong subject) => new(Mix(seed, (ulong)stream, subject));

    /// <summary>A number made of three others without a stream: the same question always has the same answer.</summary>
    public static ulong Mix(ulong a, ulong b, ulong c)
    {
        unchecked
        {
            return Scramble(Scramble(Scramble(a + 0x9E3779B97F4A7C15UL) ^ (b * 0xD6E8FEB86659FD93UL)) ^ (c * 0xA0761D6478BD642FUL));
        }
    }

    /// <summary>The share [0, 1) that a mixed number stands for.</summary>
    public static double Share(ulong mixed) => (mixed >> 11) * (1.0 / (1UL << 53));

    /// <summary>A normal deviate of a mixed number: the sum of its four quarters, which is near enough and quick.</summary>
    public static double Deviate(ulong mixed)
    {
        double sum = ((mixed & 0xFFFF) + ((mixed >> 16) & 0xFFFF) + ((mixed >> 32) & 0xFFFF) + (mixed >> 48)) / 65536.0;
        return (sum - 2) * 1.7320508;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        unchecked
        {
            this.state += 0x9E3779B97F4A7C15UL;
            return Share(Scramble(this.state));
        }
    }

    /// <summary>Uniform between two values.</summary>
    public double Between(double low, double high) => low + (this.Next() * (high - low));

    /// <summary>One of the numbers 0 to <paramref name="count"/> - 1.</summary>
    public int Pick(int count) => (int)(this.Next() * count);

    /// <summary>True with the probability. Draws in any case, so that another probability leaves the rest of the stream as it was.</summary>
    public bool Happens(double probability) => this.Next() < probability;

    /// <summary>Standard normal (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - this.Next())) * Math.Cos(2 * Math.PI * this.Next());

    /// <summary>Exponential with the mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - this.Next());

    /// <summary>Student's t with three degrees of freedom: like errors of position, mostly small and now and then large.</summary>
    public double HeavyTailed()
    {
        double chi = Square(this.Normal()) + Square(this.Normal()) + Square(this.Normal());
        return this.Normal() / Math.Sqrt(Math.Max(chi, 1e-9) / 3);
    }

    /// <summary>Poisson with the mean; above 30 rounded from the normal.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * this.Normal())));
        }

        double limit = Math.Exp(-mean);
        double product = this.Next();
        int count = 0;
        while (product > limit)
        {
            count++;
            product *= this.Next();
        }

        return count;
    }

    private static double Square(double value) => value * value;

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
