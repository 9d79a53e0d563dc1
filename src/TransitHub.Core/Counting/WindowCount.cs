namespace TransitHub.Core.Counting;

/// <summary>What a channel counted in a window.</summary>
/// <param name="Watch">The channel.</param>
/// <param name="Class">What it counts.</param>
/// <param name="Count">How many.</param>
/// <param name="Hours">Hours in which it was counting.</param>
/// <param name="CoveredHours">Hours of which anything is known.</param>
/// <param name="Expected">What was expected of those hours; null: not known yet.</param>
internal readonly record struct WindowCount(ChannelWatch Watch, string Class, long Count, double Hours, double CoveredHours, double? Expected)
{
    /// <summary>A device that was counting for less of a window says nothing of it, hours.</summary>
    private const double LeastHours = 0.05;

    /// <summary>Other devices without which "all others" means nothing, and the count that "as usual" stands for among them.</summary>
    private const int LeastOthers = 3;

    private const double Lean = 10;

    /// <summary>Reads it off the bins; null: nothing was counted, which is not zero.</summary>
    public static WindowCount? Of(ChannelWatch watch, string @class, IReadOnlyList<CountBin> bins, Time.Timestamp start, int hourOfWeek)
    {
        (long count, double counting, double covered) = (0, 0, 0);
        Time.Timestamp end = start.AddMilliseconds(DeviceWatch.WindowMilliseconds);
        for (int i = bins.Count - 1; i >= 0 && bins[i].Start >= start; i--)
        {
            if (bins[i].Start < end)
            {
                count += bins[i].Count;
                counting += bins[i].CountingSeconds / 3600.0;
                covered += bins[i].CoveredSeconds / 3600.0;
            }
        }

        return counting < LeastHours ? null : new WindowCount(watch, @class, count, counting, covered, watch.Expect(hourOfWeek, counting));
    }

    /// <summary>How all others of the class do against what is expected of them.</summary>
    public double CommonFactor(IReadOnlyDictionary<string, (double Counted, double Expected, int Devices)> byClass)
    {
        if (this.Expected is not { } own || !byClass.TryGetValue(this.Class, out (double Counted, double Expected, int Devices) all) || all.Devices <= LeastOthers)
        {
            return 1;
        }

        double factor = (all.Counted - Math.Min(this.Count, (4 * own) + 4) + Lean) / (all.Expected - own + Lean);
        return Math.Clamp(factor, 0.1, 5);
    }

    /// <summary>Logarithm of how much likelier the count is if the device counts only (or more than) its share.</summary>
    /// <param name="mean">Expected of a healthy one.</param>
    /// <param name="share">What a failing one counts of it.</param>
    public double Evidence(double mean, double share)
    {
        double dispersion = this.Watch.Dispersion;
        return new NegativeBinomial(Math.Max(mean * share, 0.02), dispersion).LogProbability(this.Count)
            - new NegativeBinomial(Math.Max(mean, 0.02), dispersion).LogProbability(this.Count);
    }
}
