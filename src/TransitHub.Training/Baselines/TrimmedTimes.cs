namespace TransitHub.Training.Baselines;

/// <summary>Times with TheTransitClock's rule for outliers: what lies outside 0.7 to 1/0.7 of the mean is left out of it.</summary>
internal sealed class TrimmedTimes
{
    private const double Lowest = 0.7;

    private readonly List<float> times = [];
    private int reckonedOf;
    private double mean;
    private double variance;

    /// <summary>How many there are.</summary>
    public int Count => this.times.Count;

    /// <summary>Mean of what is no outlier, seconds; of all when everything is one.</summary>
    public double Mean
    {
        get
        {
            this.Reckon();
            return this.mean;
        }
    }

    /// <summary>Variance around the mean of what is no outlier, square seconds.</summary>
    public double Variance
    {
        get
        {
            this.Reckon();
            return this.variance;
        }
    }

    /// <summary>Takes one, seconds.</summary>
    public void Add(float seconds) => this.times.Add(seconds);

    private void Reckon()
    {
        if (this.reckonedOf == this.times.Count)
        {
            return;
        }

        this.reckonedOf = this.times.Count;
        double plain = this.times.Sum(t => (double)t) / this.times.Count;
        double[] kept = [.. this.times.Where(t => t >= plain * Lowest && t <= plain / Lowest).Select(t => (double)t)];
        kept = kept.Length > 0 ? kept : [.. this.times.Select(t => (double)t)];
        this.mean = kept.Average();
        this.variance = kept.Sum(t => (t - this.mean) * (t - this.mean)) / kept.Length;
    }
}
