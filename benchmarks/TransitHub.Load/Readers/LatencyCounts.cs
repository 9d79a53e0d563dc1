namespace TransitHub.Load.Readers;

/// <summary>How often something took how long, in steps of 3 %, so that each of thousands of readers can have its own. Thread-safe.</summary>
internal sealed class LatencyCounts
{
    private const double Step = 1.03;
    private const int Steps = 420;
    private static readonly double PerStep = 1 / Math.Log(Step);
    private readonly int[] counts = new int[Steps];

    public long Count => this.counts.Sum(c => (long)c);

    public void Add(double milliseconds) =>
        Interlocked.Increment(ref this.counts[Math.Clamp((int)(Math.Log(Math.Max(milliseconds, 0.1) * 10) * PerStep), 0, Steps - 1)]);

    public void Add(LatencyCounts others)
    {
        for (int i = 0; i < Steps; i++)
        {
            Interlocked.Add(ref this.counts[i], others.counts[i]);
        }
    }

    public void Clear() => Array.Clear(this.counts);

    /// <summary>Milliseconds that a share took at most; NaN: there were none.</summary>
    public double At(double share)
    {
        long count = this.Count;
        long upTo = 0;
        for (int i = 0; i < Steps; i++)
        {
            upTo += this.counts[i];
            if (count > 0 && upTo >= share * count)
            {
                return Math.Pow(Step, i + 0.5) / 10;
            }
        }

        return double.NaN;
    }
}
