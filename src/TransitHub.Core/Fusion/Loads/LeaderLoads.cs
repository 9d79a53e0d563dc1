namespace TransitHub.Core.Fusion.Loads;

/// <summary>With how many riders the last vehicle of a pattern left each of its stops, when, and what gap is usual there.</summary>
/// <param name="stops">Stops of the pattern.</param>
internal sealed class LeaderLoads(int stops)
{
    /// <summary>What left longer ago says nothing of now, seconds.</summary>
    private const double Longest = 5400;

    /// <summary>A new gap counts as this share of the usual one, so that it follows the time of day.</summary>
    private const double Step = 0.2;

    private readonly double[] loads = new double[stops];
    private readonly double[] times = new double[stops];
    private readonly double[] gaps = new double[stops];

    /// <summary>The load of the last vehicle that left a stop; NaN: none did lately.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="now">Unix seconds.</param>
    public double At(int stop, double now) => this.times[stop] > 0 && now - this.times[stop] is >= 0 and < Longest ? this.loads[stop] : double.NaN;

    /// <summary>Corrects the load of a departure: counts of several doors come one by one.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="since">When it was noted, Unix seconds; nothing is done when another has left since.</param>
    /// <param name="load">Riders on board.</param>
    public void Correct(int stop, double since, double load)
    {
        if (this.times[stop] == since)
        {
            this.loads[stop] = load;
        }
    }

    /// <summary>Notes a departure.</summary>
    /// <param name="stop">Place in the pattern.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="load">Riders on board.</param>
    /// <returns>The gap to the vehicle before it as a share of the usual one; NaN: not known.</returns>
    public double Note(int stop, double now, double load)
    {
        double gap = now - this.times[stop];
        double usual = this.gaps[stop];
        bool isGap = this.times[stop] > 0 && gap is > 0 and < Longest;
        if (gap < 0)
        {
            return double.NaN;
        }

        this.loads[stop] = load;
        this.times[stop] = now;
        this.gaps[stop] = !isGap ? usual : usual == 0 ? gap : usual + (Step * (gap - usual));
        return isGap && usual > 0 ? gap / usual : double.NaN;
    }
}
