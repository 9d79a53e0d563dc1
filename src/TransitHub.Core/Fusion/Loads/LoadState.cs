namespace TransitHub.Core.Fusion.Loads;

/// <summary>Riders on board as a mean and a variance, carried from stop to stop: who boarded is added, who left is taken away, and both are never more than there is room for.</summary>
/// <param name="Mean">Riders.</param>
/// <param name="Variance">Square riders.</param>
internal readonly record struct LoadState(double Mean, double Variance)
{
    /// <summary>Standard deviation, riders; never so small that half a rider is out of the question.</summary>
    public double Deviation => Math.Sqrt(this.Variance + 0.25);

    /// <summary>After those who left.</summary>
    /// <param name="counted">Those who left as corrected, riders; NaN: not counted.</param>
    /// <param name="countVariance">Variance of that.</param>
    /// <param name="share">Share that usually leaves; NaN: not known.</param>
    /// <param name="shareVariance">Variance of that.</param>
    public LoadState Leave(double counted, double countVariance, double share, double shareVariance)
    {
        double x = Math.Max(0, this.Mean);
        if (double.IsNaN(share))
        {
            return double.IsNaN(counted)
                ? new LoadState(x, this.Variance + (0.04 * x * x))
                : new LoadState(Math.Max(0, x - counted), this.Variance + countVariance);
        }

        // Those who left, A, are a share of those on board, x, and some are seen: both are learned from what is seen of A.
        double own = (share * (1 - share) * x) + (shareVariance * x * x) + 0.01;
        double stayed = ((1 - share) * (1 - share) * this.Variance) + own;
        double left = share * x;
        if (double.IsNaN(counted))
        {
            return new LoadState(x - left, stayed);
        }

        double spread = (share * share * this.Variance) + own + countVariance + 0.01;
        double gainLoad = share * this.Variance / spread;
        double gainLeft = ((share * share * this.Variance) + own) / spread;
        double surprise = counted - left;
        double mean = (x + (gainLoad * surprise)) - (left + (gainLeft * surprise));
        double gain = gainLoad - gainLeft;
        return new LoadState(Math.Max(0, mean), Math.Max(0, stayed - (gain * gain * spread)));
    }

    /// <summary>After those who boarded.</summary>
    /// <param name="counted">Those who boarded as corrected, riders; NaN: not counted.</param>
    /// <param name="countVariance">Variance of that.</param>
    /// <param name="usual">How many usually board; NaN: not known.</param>
    /// <param name="usualVariance">Variance of that.</param>
    /// <param name="room">Riders for whom there is room.</param>
    public LoadState Board(double counted, double countVariance, double usual, double usualVariance, double room)
    {
        double riders = counted;
        double variance = countVariance;
        if (double.IsNaN(counted))
        {
            riders = double.IsNaN(usual) ? 0 : usual;
            variance = double.IsNaN(usual) ? 0.02 * room : usualVariance;
        }
        else if (!double.IsNaN(usual) && countVariance > 0)
        {
            double gain = usualVariance / (usualVariance + countVariance);
            riders = usual + (gain * (counted - usual));
            variance = gain * countVariance;
        }

        return new LoadState(Math.Clamp(this.Mean + riders, 0, 1.02 * room), this.Variance + variance);
    }

    /// <summary>With what the device says of the load itself.</summary>
    /// <param name="load">Riders.</param>
    public LoadState Said(double load)
    {
        double variance = 1 + (0.15 * load * 0.15 * load);
        double gain = this.Variance / (this.Variance + variance);
        return new LoadState(this.Mean + (gain * (load - this.Mean)), gain * variance);
    }
}
