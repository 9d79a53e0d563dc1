using TransitHub.Core.Numerics;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Tells how full a place is by how many wait and how sure that is.</summary>
/// <param name="options">The operator's settings.</param>
internal sealed class CrowdLevels(CrowdingOptions options)
{
    private const int Levels = 5;

    /// <summary>The level of a number that is known.</summary>
    /// <param name="waiting">People.</param>
    /// <param name="reference">People for whom there is room.</param>
    public CrowdingLevel Of(double waiting, double reference)
    {
        int level = 0;
        while (level < options.Cuts.Count && waiting >= options.Cuts[level] * reference)
        {
            level++;
        }

        return CrowdingLevel.Empty + level;
    }

    /// <summary>The level to be told; unknown where none is likely enough.</summary>
    /// <param name="mean">People expected.</param>
    /// <param name="deviation">Standard deviation of that.</param>
    /// <param name="reference">People for whom there is room; NaN: not known.</param>
    /// <param name="shown">What is told now; it stays unless another is clearly likelier.</param>
    public CrowdingLevel Tell(double mean, double deviation, double reference, CrowdingLevel shown)
    {
        if (double.IsNaN(reference))
        {
            return CrowdingLevel.Unknown;
        }

        Span<double> likely = stackalloc double[Levels];
        double below = 0;
        for (int level = 0; level < Levels; level++)
        {
            // Half a person: whole numbers stand for what lies around them.
            double upTo = level == Levels - 1 ? 1 : NormalMath.Below(((options.Cuts[level] * reference) - 0.5 - mean) / Math.Max(0.5, deviation));
            likely[level] = Math.Max(0, upTo - below);
            below = Math.Max(below, upTo);
        }

        int best = 0;
        for (int level = 1; level < Levels; level++)
        {
            best = likely[level] > likely[best] ? level : best;
        }

        int present = shown - CrowdingLevel.Empty;
        if (present >= 0 && likely[present] + options.Hysteresis >= likely[best])
        {
            best = present;
        }

        return likely[best] >= options.MinProbability - (best == present ? options.Hysteresis : 0) ? CrowdingLevel.Empty + best : CrowdingLevel.Unknown;
    }
}
