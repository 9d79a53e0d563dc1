namespace TransitHub.Core.Fusion.Service;

/// <summary>
/// When runs are first seen, in seconds after their scheduled start: a histogram by the minute that forgets slowly. What it answers is
/// <see cref="Later"/>: the share of runs that nobody has seen yet so long after their start.
/// </summary>
internal sealed class FirstSights(int memory)
{
    private const int Minutes = 45;
    private readonly float[] counts = new float[Minutes + 1];

    /// <summary>Runs that count now; at most the memory.</summary>
    public float Count { get; private set; }

    /// <summary>Notes a run that was seen.</summary>
    public void Add(double seconds)
    {
        if (this.Count >= memory)
        {
            for (int i = 0; i < this.counts.Length; i++)
            {
                this.counts[i] *= 0.5f;
            }

            this.Count *= 0.5f;
        }

        this.Count++;
        if (seconds > 0)
        {
            this.counts[(int)Math.Min(seconds / 60, Minutes)]++;
        }
    }

    /// <summary>Share of the runs that were first seen later than this, shrunk to what is known of others.</summary>
    /// <param name="seconds">After the scheduled start; from 0 on.</param>
    /// <param name="others">The same share among others.</param>
    /// <param name="weight">For how many runs that speaks.</param>
    public double Later(double seconds, double others, double weight)
    {
        double minute = Math.Min(seconds / 60, Minutes);
        int whole = (int)minute;
        double later = this.counts[whole] * (whole == Minutes ? 1 : 1 - (minute - whole));
        for (int i = whole + 1; i < this.counts.Length; i++)
        {
            later += this.counts[i];
        }

        return (later + (weight * others)) / (this.Count + weight);
    }

    /// <summary>
    /// What is assumed before anything was learned, measured on 13,000 trips of a city of buses (the design's section 6); falls by the
    /// same factor every ten minutes after the last figure.
    /// </summary>
    public static double Prior(double seconds)
    {
        ReadOnlySpan<(double At, double Later)> known =
        [
            (0, 0.38), (35, 0.25), (124, 0.10), (245, 0.05), (300, 0.044), (480, 0.023), (600, 0.0165), (900, 0.0082), (1200, 0.0043), (1800, 0.0013),
        ];
        if (seconds >= known[^1].At)
        {
            return known[^1].Later * Math.Pow(0.3, (seconds - known[^1].At) / 600);
        }

        int next = 1;
        while (known[next].At < seconds)
        {
            next++;
        }

        (double from, double high) = known[next - 1];
        (double to, double low) = known[next];
        return high * Math.Pow(low / high, Math.Max(0, seconds - from) / (to - from));
    }
}
